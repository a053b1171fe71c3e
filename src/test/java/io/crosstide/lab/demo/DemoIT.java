package io.crosstide.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a process of its own, with the program that this build has packaged. */
@DisabledOnOs(OS.WINDOWS)
class DemoIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern ROW_WITH_RECORDS = Pattern.compile("(?m)^nyc->lon +[1-9][0-9,]* ");

  @TempDir Path dir;
  private Path files;
  private Path out;
  private Process demo;

  @BeforeEach
  void layOut() throws IOException {
    files = Files.createDirectories(dir.resolve("tmp"));
    out = dir.resolve("out");
  }

  @AfterEach
  void end() {
    if (demo != null && demo.isAlive()) {
      demo.descendants().forEach(ProcessHandle::destroyForcibly);
      demo.destroyForcibly();
    }
  }

  @Test
  void shouldShowRecordsAndLeaveNothingBehindWhenTerminated() throws Exception {
    start();
    await()
        .atMost(PATIENCE)
        .until(() -> ROW_WITH_RECORDS.matcher(Files.readString(out)).find() || !demo.isAlive());
    assertThat(Files.readString(out)).containsPattern(ROW_WITH_RECORDS);
    List<ProcessHandle> children = demo.descendants().toList();
    assertThat(children).hasSize(1);

    demo.destroy();

    assertThat(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertThat(left()).isEmpty();
    assertThat(Files.readString(out)).contains("http://127.0.0.1:").doesNotContain("failed");
  }

  @Test
  void shouldFailWithItsLastWordsWhenTheMirrorDies() throws Exception {
    start();
    await().atMost(PATIENCE).until(() -> demo.descendants().findAny().isPresent());

    demo.descendants().forEach(ProcessHandle::destroyForcibly);

    assertThat(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).isEqualTo(1);
    assertThat(Files.readString(out))
        .contains("demo failed: the mirror ended by itself: exit code 137");
    assertThat(left()).isEmpty();
  }

  private void start() throws IOException {
    demo =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Djava.io.tmpdir=" + files,
                "-cp",
                System.getProperty("java.class.path"),
                Demo.class.getName(),
                "--topology",
                "topologies/active-active.yaml")
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
  }

  /** Files of the demo's own; libraries unpack theirs beside them and the JVM keeps a few. */
  private List<Path> left() throws IOException {
    try (Stream<Path> found = Files.list(files)) {
      return found.filter(file -> file.getFileName().toString().startsWith("crosstide-")).toList();
    }
  }
}
