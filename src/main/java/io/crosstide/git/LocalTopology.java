package io.crosstide.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file, or a directory with one, as a ConfigMap is mounted. Nothing is watched: each look follows
 * every link anew, so that a directory swapped as a whole is seen like any other change.
 */
final class LocalTopology implements TopologySource {
  /** The file of a directory that has several. */
  private static final String PREFERRED = "topology.yaml";

  private final Path path;

  /** What was accepted last, and what was seen once since. */
  private Candidate settled;

  private String seenOnce = "";

  LocalTopology(Path path) {
    this.path = path;
  }

  @Override
  public String location() {
    return path.toString();
  }

  /**
   * An editor may be halfway through a file: other content than before counts once it was seen
   * twice. The first look counts at once.
   */
  @Override
  public Candidate newest() throws UnreadableTopologyException {
    Candidate present = read();
    if (settled == null || present.id().equals(settled.id()) || present.id().equals(seenOnce)) {
      settled = present;
      seenOnce = "";
    } else {
      seenOnce = present.id();
    }
    return settled;
  }

  private Candidate read() throws UnreadableTopologyException {
    try {
      Path file = file();
      byte[] content;
      try (InputStream in = Files.newInputStream(file)) {
        content = in.readNBytes(Revision.MAX_BYTES + 1);
      }
      String id = "sha256-" + ContentDigest.of(content).substring(0, 16);
      return Revision.of(id, file.toString(), content);
    } catch (NoSuchFileException e) {
      throw new UnreadableTopologyException(e.getFile() + ": no such file", e);
    } catch (IOException e) {
      throw new UnreadableTopologyException(path + " can't be read: " + e.getMessage(), e);
    }
  }

  private Path file() throws IOException {
    if (!Files.isDirectory(path)) {
      return path;
    }
    Path preferred = path.resolve(PREFERRED);
    if (Files.exists(preferred)) {
      return preferred;
    }
    try (Stream<Path> files = Files.list(path)) {
      List<Path> yaml = files.filter(LocalTopology::isYaml).sorted().toList();
      if (yaml.size() == 1) {
        return yaml.getFirst();
      }
      throw new IOException(
          "the directory has " + yaml.size() + " YAML files: name the one, or have " + PREFERRED);
    }
  }

  private static boolean isYaml(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml"));
  }
}
