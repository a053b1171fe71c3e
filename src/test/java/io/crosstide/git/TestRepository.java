package io.crosstide.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;

/** A repository in a directory, written to as somebody would who keeps a topology in it. */
public final class TestRepository implements AutoCloseable {
  private final Path directory;
  private final Git git;

  /** An empty one with the branch {@code main}. */
  public TestRepository(Path directory) {
    this.directory = directory;
    try {
      git = Git.init().setDirectory(directory.toFile()).setInitialBranch("main").call();
      StoredConfig config = git.getRepository().getConfig();
      config.setString("user", null, "name", "Tester");
      config.setString("user", null, "email", "tester@example.org");
      config.setBoolean("uploadpack", null, "allowFilter", true);
      config.setBoolean("commit", null, "gpgsign", false);
      config.save();
    } catch (GitAPIException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Commits one file; the commit's id. */
  public String commit(String path, byte[] content) {
    try {
      Path file = directory.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      return commitAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String commit(String path, String text) {
    return commit(path, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** Commits the directory as it is. */
  public String commitAll() {
    try {
      git.add().addFilepattern(".").call();
      git.add().setUpdate(true).addFilepattern(".").call();
      RevCommit commit = git.commit().setMessage("Change").call();
      return commit.name();
    } catch (GitAPIException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From now on commits are signed with this private SSH key. */
  public void signWith(Path key) {
    StoredConfig config = git.getRepository().getConfig();
    config.setString("gpg", null, "format", "ssh");
    config.setString("user", null, "signingkey", key.toString());
    config.setBoolean("commit", null, "gpgsign", true);
    try {
      config.save();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Git git() {
    return git;
  }

  Repository repository() {
    return git.getRepository();
  }

  public Path directory() {
    return directory;
  }

  /** As it is written on the command line. */
  public String location() {
    return "git+file://" + directory.toAbsolutePath();
  }

  @Override
  public void close() {
    git.close();
  }
}
