package io.crosstide.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code deploy/kustomize}, and kubectl where it is at hand. */
final class Kustomize {
  static final Path FOLDER = Path.of("deploy/kustomize");
  static final List<String> SITES = List.of("lab", "lon", "nyc", "plant");

  private Kustomize() {}

  /** What {@code kubectl kustomize} makes of a folder; fails with its words when it refuses. */
  static String render(Path folder) {
    return Tools.run(folder, "kubectl", "kustomize", ".");
  }

  /** A copy of the folder, to change something in it. */
  static Path copy(Path into) throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.toList()) {
        Path there = into.resolve(FOLDER.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(there);
        } else {
          Files.copy(file, there);
        }
      }
    }
    return into;
  }

  /** Takes one more component into the flow of a copy. */
  static void addComponent(Path copy, String flow, String component) throws IOException {
    Path file = copy.resolve("flows").resolve(flow).resolve("kustomization.yaml");
    String before = Files.readString(file);
    String last = "  - ../../topology\n";
    assertThat(before).contains(last);
    Files.writeString(
        file, before.replace(last, last + "  - ../../components/" + component + "\n"));
  }
}
