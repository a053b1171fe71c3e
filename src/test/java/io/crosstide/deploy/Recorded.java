package io.crosstide.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the overlays render to, kept so that a change can be read, and checked without kubectl. */
public final class Recorded {
  private static final Path FOLDER = Path.of("src/test/resources/golden/kustomize");

  private Recorded() {}

  static Path file(String overlay) {
    return FOLDER.resolve(overlay + ".yaml");
  }

  public static List<Manifest> of(String overlay) {
    try {
      return Manifest.parse(Files.readString(file(overlay)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<String> overlays() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString().replace(".yaml", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Manifest> all() {
    List<Manifest> all = new ArrayList<>();
    overlays().forEach(overlay -> all.addAll(of(overlay)));
    return all;
  }
}
