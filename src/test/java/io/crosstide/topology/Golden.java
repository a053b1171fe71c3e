package io.crosstide.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Recorded output that is reviewed as a diff. {@code ./mvnw test -Dtest=... -Dgolden.rewrite}
 * records it anew.
 */
final class Golden {
  static final Path FOLDER = Path.of("src/test/resources/topology");

  private Golden() {}

  static void check(Path recorded, String actual) {
    try {
      if (System.getProperty("golden.rewrite") != null) {
        Files.createDirectories(recorded.toAbsolutePath().getParent());
        Files.writeString(recorded, actual);
      }
      assertThat(recorded).as("recorded output; -Dgolden.rewrite records it").exists();
      assertThat(actual).isEqualTo(Files.readString(recorded));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> yamlFiles(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String baseName(Path yaml) {
    return yaml.getFileName().toString().replace(".yaml", "");
  }
}
