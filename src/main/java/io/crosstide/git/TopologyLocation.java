package io.crosstide.git;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where a topology is, as it is written on the command line. */
public sealed interface TopologyLocation {
  /**
   * A file, or a directory with one.
   *
   * @param path either
   */
  record Local(Path path) implements TopologyLocation {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /**
   * A file in a git repository.
   *
   * @param repository URL as git takes it, {@code https://...}, {@code ssh://...}, {@code
   *     file:///...}; no password in it
   * @param ref branch, tag, full ref or commit; {@code HEAD} for the repository's default branch
   * @param path of the file in the repository
   */
  record Git(String repository, String ref, String path) implements TopologyLocation {
    /** The branch that the repository names as its own. */
    static final String DEFAULT_REF = "HEAD";

    static final String DEFAULT_PATH = "topology.yaml";

    @Override
    public String toString() {
      return "git+" + repository + "?ref=" + ref + "&path=" + path;
    }
  }

  /**
   * Reads a path, or {@code git+https://HOST/REPOSITORY?ref=REF&path=PATH}, {@code git+ssh://...},
   * {@code git+file:///...}.
   *
   * @throws IllegalArgumentException with words for who wrote it
   */
  static TopologyLocation parse(String text) {
    if (text.startsWith("git+")) {
      return git(text);
    }
    if (text.contains("://")) {
      throw new IllegalArgumentException(
          "\""
              + RepositoryUrls.withoutUser(text)
              + "\" is neither a path nor git+https, git+ssh, git+file");
    }
    try {
      return new Local(Path.of(text));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("\"" + text + "\" is no path: " + e.getReason(), e);
    }
  }

  private static Git git(String text) {
    URI uri = RepositoryUrls.parse(text.substring("git+".length()));
    Map<String, String> asked = RepositoryUrls.query(uri);
    String ref = asked.getOrDefault("ref", Git.DEFAULT_REF);
    String path = asked.getOrDefault("path", Git.DEFAULT_PATH);
    if (ref.isEmpty() || ref.chars().anyMatch(c -> c <= ' ')) {
      throw new IllegalArgumentException("ref is empty or has a space in it");
    }
    if (path.isEmpty()
        || path.startsWith("/")
        || List.of(path.split("/", -1)).stream().anyMatch(Set.of("", ".", "..")::contains)) {
      throw new IllegalArgumentException(
          "path \"" + path + "\" is not one within the repository, like prod/topology.yaml");
    }
    return new Git(RepositoryUrls.withoutQuery(uri), ref, path);
  }
}
