package io.crosstide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the eye should not have to look for in review. */
class TidyTest {
  private static final int MAX_LINES = 300;

  /**
   * Files that are longer, with the most lines they may have. This list only shrinks: an entry that
   * is no longer needed must go.
   */
  private static final Map<String, Integer> LONGER =
      Map.of(
          "src/test/java/io/crosstide/kafka/KafkaSourceIT.java", 409,
          "src/test/java/io/crosstide/kafka/KafkaTargetIT.java", 563,
          "src/test/java/io/crosstide/ledger/LaneLedgerTest.java", 355);

  // In two halves, so that this file does not find itself.
  private static final Pattern SLEEP = Pattern.compile("Thread\\.s" + "leep|\\.s" + "leep\\(");
  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

  private static final Map<Path, List<String>> SOURCES = new TreeMap<>();

  @BeforeAll
  static void readSources() throws IOException {
    for (String root : List.of("src", "bench")) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          SOURCES.put(file, Files.readAllLines(file));
        }
      }
    }
    assertThat(SOURCES).isNotEmpty();
  }

  @Test
  void shouldKeepFilesShort() {
    Map<String, Integer> tooLong = new TreeMap<>();
    Set<String> notNeeded = new TreeSet<>(LONGER.keySet());
    SOURCES.forEach(
        (file, lines) -> {
          if (lines.size() > LONGER.getOrDefault(file.toString(), MAX_LINES)) {
            tooLong.put(file.toString(), lines.size());
          }
          if (lines.size() > MAX_LINES) {
            notNeeded.remove(file.toString());
          }
        });
    assertThat(tooLong).as("files of more than %d lines", MAX_LINES).isEmpty();
    assertThat(notNeeded).as("entries of the list of longer files that can go").isEmpty();
  }

  @Test
  void shouldNotSleepInTests() {
    assertThat(found(SLEEP, file -> file.startsWith(Path.of("src", "test"))))
        .as("await a condition instead")
        .isEmpty();
  }

  @Test
  void shouldHoldNothingUnfinished() {
    assertThat(found(UNFINISHED, file -> true)).isEmpty();
  }

  private static List<String> found(Pattern pattern, Predicate<Path> where) {
    List<String> found = new ArrayList<>();
    SOURCES.forEach(
        (file, lines) -> {
          for (int i = 0; where.test(file) && i < lines.size(); i++) {
            if (pattern.matcher(lines.get(i)).find()) {
              found.add(file + ":" + (i + 1) + " " + lines.get(i).strip());
            }
          }
        });
    return found;
  }
}
