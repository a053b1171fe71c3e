package io.crosstide.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A broken file is a list of problems, never an exception. */
class TopologyFuzzTest {
  private static final int ROUNDS_PER_FILE = 60;
  private static final List<String> SCRAPS =
      List.of(
          ":", "-", "{", "}", "[", "]", "\n", "  ", "#", "\"", "'", "*", "&a", "!x", "|", ">", "~",
          "null", "1", "true", "<<: ", "? ", "\t", "/(/", "${", "->", "\u0000", "\ud83d", "é");

  @Test
  void shouldAlwaysAnswer() throws IOException {
    int refused = 0;
    for (Path example : Golden.yamlFiles(Path.of("topologies"))) {
      String yaml = Files.readString(example);
      for (int seed = 0; seed < ROUNDS_PER_FILE; seed++) {
        String broken = broken(yaml, new Random(seed));
        assertThatCode(() -> TopologyReader.read("t.yaml", broken))
            .as("seed %d of %s", seed, example)
            .doesNotThrowAnyException();
        refused += TopologyReader.read("t.yaml", broken).topology().isEmpty() ? 1 : 0;
      }
    }
    assertThat(refused).as("files that were refused").isGreaterThan(ROUNDS_PER_FILE);
  }

  private static String broken(String yaml, Random random) {
    StringBuilder text = new StringBuilder(yaml);
    for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(12));
      text.replace(at, end, random.nextBoolean() ? "" : Graphs.pick(SCRAPS, random));
    }
    return text.toString();
  }
}
