package io.crosstide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links between documents, and from documents to files, lead somewhere. */
class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("]\\(<?([^)>#\\s]+)>?(#[^)\\s]*)?\\)");

  @Test
  void shouldLinkToWhatIsThere() throws IOException {
    Set<String> broken = new TreeSet<>();
    int links = 0;
    for (Path document : documents()) {
      for (String link :
          LINK.matcher(Files.readString(document)).results().map(it -> it.group(1)).toList()) {
        if (!link.contains("://") && !link.startsWith("mailto:")) {
          links++;
          if (!Files.exists(document.resolveSibling(link))) {
            broken.add(document + ": " + link);
          }
        }
      }
    }

    assertThat(links).isGreaterThan(20);
    assertThat(broken).isEmpty();
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> here = Files.list(Path.of(""));
        Stream<Path> below =
            Stream.of("docs", "bench", "deploy", "topologies")
                .map(Path::of)
                .flatMap(DocumentsTest::walk)) {
      return Stream.concat(here, below)
          .filter(file -> file.toString().endsWith(".md"))
          .filter(Files::isRegularFile)
          .toList();
    }
  }

  private static Stream<Path> walk(Path folder) {
    try {
      return Files.walk(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
