package io.crosstide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosstide.GoldenFile;
import io.crosstide.status.TopologyStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusCommandTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final CommandRun run = new CommandRun();

  @Test
  void shouldExplainItself() {
    assertThat(run.execute("status", "--help")).isZero();
    golden("help-status.txt", run.out());
  }

  @Test
  void shouldSayThatAllIsWell() {
    run.finds(Looks.of(Looks.well("nyc->lon"), Looks.well("lon->nyc")));

    assertThat(run.execute("status")).isZero();
    golden("status-well.txt", run.out());
    assertThat(run.events()).containsExactly("status of http://127.0.0.1:8080 within 5 s");
  }

  @Test
  void shouldSayWhichFlowIsUnwellAndWhy() {
    run.finds(Looks.of(Looks.stopped("nyc->lon"), Looks.away("lon->nyc"), Looks.well("a->b")));

    assertThat(run.execute("status")).isEqualTo(2);
    golden("status-unwell.txt", run.out());
    assertThat(run.out()).doesNotContain("\u001b");
  }

  @Test
  void shouldSayTheSameAsJson() throws Exception {
    run.finds(Looks.of(Looks.stopped("nyc->lon"), Looks.well("lon->nyc")));

    assertThat(run.execute("status", "--output", "json")).isEqualTo(2);
    golden("status.json", run.out());
    JsonNode answer = new ObjectMapper().readTree(run.out());
    assertThat(answer.get("healthy").booleanValue()).isFalse();
    assertThat(answer.get("flows").get(0).get("recordsPerSecond").longValue()).isEqualTo(2_500);
  }

  /** What a repository holds must not steer the terminal either. */
  @Test
  void shouldSayWhichRevisionRunsWhichIsRefusedAndHowTheTargetDiffers() {
    TopologyStatus topology =
        TopologyStatus.running("git+file:///r?ref=main&path=t.yaml", "aaa", NOON)
            .taken("bbb", List.of("lon->nyc appears", "nyc->lon takes: sales -> nyc.sales"), NOON)
            .refused("ccc", "t.yaml:2: unknown key \u001b[2J", NOON.plusSeconds(60))
            .unreadable("no route to \u001b[2Jhost");
    run.finds(Looks.following(Looks.of(Looks.drifting("nyc->lon")), topology));

    assertThat(run.execute("status")).isZero();
    golden("status-followed.txt", run.out());
    assertThat(run.out()).doesNotContain("\u001b");

    CommandRun again = new CommandRun();
    again.finds(Looks.following(Looks.of(), topology));
    assertThat(again.execute("status", "--output", "json")).isZero();
    golden("status-followed.json", again.out());
  }

  @Test
  void shouldLetTheUserSayWhatIsBehind() {
    run.finds(Looks.of(Looks.behind("nyc->lon", 30)));

    assertThat(run.execute("status")).isZero();
    assertThat(run.execute("status", "--behind-seconds", "29.5")).isEqualTo(2);
    assertThat(run.out()).contains("nyc->lon: behind");
  }

  @Test
  void shouldBeWellWhereNoFlowRuns() {
    assertThat(run.execute("status")).isZero();
    assertThat(run.out()).endsWith("no flow runs there\n");
  }

  @Test
  void shouldTakeTheUrlFromTheEnvironment() {
    CommandRun inContainer = new CommandRun(Map.of("CROSSTIDE_URL", "https://mirror.test/nyc"));

    assertThat(inContainer.execute("status", "--timeout-seconds", "9")).isZero();
    assertThat(inContainer.events())
        .containsExactly("status of https://mirror.test/nyc within 9 s");
  }

  /** 2 means here that a flow is unwell: a monitor that is set up wrongly must not say so. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--url=127.0.0.1:8080",
        "--url=file:///etc/passwd",
        "--url=http://",
        "--url=http://me:hunter2@127.0.0.1:8080",
        "--url=http://127.0.0.1:8080/?token=hunter2",
        "--timeout-seconds=0",
        "--timeout-seconds=61",
        "--behind-seconds=-1",
        "--behind-seconds=NaN",
        "--behind-seconds=soon"
      })
  void shouldRefuseWhatCannotBe(String option) {
    assertThat(run.execute("status", option)).isEqualTo(1);
    assertThat(run.err())
        .startsWith("crosstide: ")
        .contains(option.substring(0, option.indexOf('=')))
        .doesNotContain("hunter2");
    assertThat(run.events()).isEmpty();
  }

  private static void golden(String name, String actual) {
    GoldenFile.assertMatches(Path.of("src/test/resources/golden/cli", name), actual);
  }
}
