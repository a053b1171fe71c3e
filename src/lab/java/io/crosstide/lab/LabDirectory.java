package io.crosstide.lab;

import java.nio.file.Path;

/** A temporary directory that is deleted with all it holds; closing twice is fine. */
public record LabDirectory(Path path) implements AutoCloseable {
  public static LabDirectory temporary(String name) {
    return new LabDirectory(Storage.temporary(name));
  }

  @Override
  public void close() {
    Storage.delete(path);
  }
}
