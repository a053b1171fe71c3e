package io.crosstide.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files as large as they may be, made to be dear: answered in bounded time and memory, with words
 * of bounded length.
 */
class HostileTopologyTest {
  private static final int MAX = YamlDocument.MAX_FILE_BYTES;

  /** What the dearest of them takes is a tenth of it. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Over the whole of a reading, nearly all of it garbage: a word of a megabyte takes half of it.
   */
  private static final long MOST_BYTES = 8L << 30;

  private static final String TWO =
      "clusters:\n  a: { bootstrap: \"a:1\" }\n  b: { bootstrap: \"b:1\" }\n";

  static Stream<Named<String>> files() {
    return Stream.of(
        Named.of("lists in lists", "[".repeat(MAX)),
        Named.of("maps in maps", filled("", i -> "{a: ")),
        Named.of("blocks in blocks", "- ".repeat(MAX / 2)),
        Named.of("keys in keys", "? ".repeat(MAX / 2)),
        Named.of("a long word", "clusters: " + "x".repeat(MAX - 10)),
        Named.of("a long key", "x".repeat(MAX - 2) + ": "),
        Named.of("an open quote", "clusters: \"" + "\\x41".repeat(MAX / 4 - 3)),
        Named.of("a long comment", "#".repeat(MAX)),
        Named.of("lines without a word", "\n".repeat(MAX)),
        Named.of("documents", filled("", i -> "---\n")),
        Named.of("anchors", filled("a: &a [x]\nb:\n", i -> "- *a\n")),
        Named.of("merges", filled(TWO, i -> "<<: {}\n")),
        Named.of("unknown keys", filled(TWO, i -> "k" + i + ": 1\n")),
        Named.of("one key again", filled(TWO, i -> "flows: {}\n")),
        Named.of("clusters without an address", filled("clusters:\n", i -> "  c" + i + ": {}\n")),
        Named.of(
            "clusters that are wrong",
            filled("clusters:\n", i -> "  c" + i + ": { bootstap: \"c:1\" }\n")),
        Named.of("a mesh of too many", mesh(500)),
        Named.of("a mesh of far too many", mesh(15_000)),
        Named.of("flows that are none", filled(TWO + "flows:\n", i -> "  a->c" + i + ": {}\n")),
        Named.of("flow names", filled(TWO + "flows:\n", i -> "  f" + i + ": {}\n")),
        Named.of(
            "topics", filled(TWO + "flows:\n  a->b:\n    include:\n", i -> "    - t" + i + "\n")),
        Named.of(
            "expressions",
            filled(TWO + "flows:\n  a->b:\n    include:\n", i -> "    - /t" + i + ".*x/\n")),
        Named.of(
            "a long expression",
            TWO + "flows:\n  a->b:\n    include: [\"/" + "(a|b)*".repeat(MAX / 6 - 20) + "/\"]\n"),
        Named.of(
            "renames",
            filled(TWO + "flows:\n  a->b:\n    rename:\n", i -> "      t" + i + ": u" + i + "\n")),
        Named.of("a number", TWO + "defaults: { limits: { bytes-per-second: 1e999999999 } }\n"),
        Named.of("a long number", TWO + "topic-refresh: " + "9".repeat(MAX - 200) + "s\n"),
        Named.of("zeros", "\u0000".repeat(MAX)),
        Named.of("halves of characters", "clusters: " + "\ud83d".repeat(MAX - 20)),
        Named.of("tabs", "clusters:\n" + "\t".repeat(MAX - 20)),
        Named.of("more than there may be", "#".repeat(MAX + 1)));
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldAnswerWithinBounds(String yaml) {
    ReadResult result =
        Assertions.assertTimeoutPreemptively(
            PATIENCE,
            () -> {
              ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
              long before = threads.getCurrentThreadAllocatedBytes();
              ReadResult read = TopologyReader.read("t.yaml", yaml);
              assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_BYTES);
              return read;
            });

    // A few are merely large.
    assertThat(result.topology().isEmpty()).isEqualTo(hasErrors(result));
    assertThat(result.problems())
        .hasSizeLessThanOrEqualTo(Problems.MAX_PROBLEMS + 1)
        .allSatisfy(problem -> assertThat(problem.format()).hasSizeLessThan(10_000));
  }

  private static boolean hasErrors(ReadResult result) {
    return result.problems().stream()
        .anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
  }

  private static String mesh(int clusters) {
    String all =
        IntStream.range(0, clusters).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    StringBuilder yaml = new StringBuilder("clusters:\n");
    for (int i = 0; i < clusters; i++) {
      yaml.append("  c").append(i).append(": { bootstrap: \"c").append(i).append(":1\" }\n");
    }
    return yaml.append("patterns:\n  - active-active: { clusters: [")
        .append(all)
        .append("] }\n")
        .toString();
  }

  private static String filled(String head, IntFunction<String> line) {
    StringBuilder yaml = new StringBuilder(head);
    for (int i = 0; true; i++) {
      String next = line.apply(i);
      if (yaml.length() + next.length() > MAX) {
        return yaml.toString();
      }
      yaml.append(next);
    }
  }
}
