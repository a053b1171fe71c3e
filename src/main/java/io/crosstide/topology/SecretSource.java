package io.crosstide.topology;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where placeholders get their values. */
public interface SecretSource {
  /** Larger files are no secrets but mistakes. */
  int MAX_FILE_BYTES = 1 << 20;

  /** The value of an environment variable, empty when it is not set. */
  Optional<String> env(String name);

  /**
   * The text of a file without the line end that editors leave at its end.
   *
   * @throws IOException when it can't be read or is larger than {@link #MAX_FILE_BYTES}
   */
  String file(Path path) throws IOException;

  /** The environment and the files of this process. */
  static SecretSource ofProcess() {
    return new SecretSource() {
      @Override
      public Optional<String> env(String name) {
        return Optional.ofNullable(System.getenv(name));
      }

      @Override
      public String file(Path path) throws IOException {
        if (Files.size(path) > MAX_FILE_BYTES) {
          throw new IOException("larger than " + MAX_FILE_BYTES + " bytes");
        }
        return Files.readString(path, StandardCharsets.UTF_8).stripTrailing();
      }
    };
  }
}
