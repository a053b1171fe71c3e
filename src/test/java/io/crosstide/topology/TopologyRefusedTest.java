package io.crosstide.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of the folder is wrong in its own way; what is said of it is recorded beside it. */
class TopologyRefusedTest {
  private static final Path FOLDER = Golden.FOLDER.resolve("refused");

  static Stream<Path> files() {
    return Golden.yamlFiles(FOLDER).stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldSayEverythingThatIsWrong(Path file) {
    ReadResult result = TopologyReader.read(file);

    String said =
        result.problems().stream()
            .map(Problem::format)
            .map(text -> text.replace(FOLDER + "/", ""))
            .collect(Collectors.joining("\n", "", "\n"));
    Golden.check(FOLDER.resolve(Golden.baseName(file) + ".txt"), said);
    assertThat(result.topology().isPresent())
        .isEqualTo(
            result.problems().stream()
                .allMatch(problem -> problem.severity() == Problem.Severity.WARNING));
  }
}
