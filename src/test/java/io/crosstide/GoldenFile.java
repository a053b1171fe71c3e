package io.crosstide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Output that is reviewed as a file. {@code ./mvnw test -Dgolden.rewrite=true} writes what comes
 * out now; the diff is then read like code.
 */
public final class GoldenFile {
  private GoldenFile() {}

  /**
   * Compares with the file, or writes it when asked to rewrite.
   *
   * @param file relative to the project's root
   */
  public static void assertMatches(Path file, String actual) {
    try {
      if (Boolean.getBoolean("golden.rewrite")) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, actual);
      }
      assertThat(file).as("to be written with -Dgolden.rewrite=true").exists();
      assertThat(actual)
          .as("%s (-Dgolden.rewrite=true accepts)", file)
          .isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
