package io.crosstide.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowSettingsTest {
  /** A key that is forgotten makes a change that nobody is told of. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "start: latest",
        "replication-factor: 2",
        "isolation: read_uncommitted",
        "on-gap: skip",
        "on-source-reset: continue",
        "on-target-loss: repeat",
        "on-refused: quarantine",
        "limits: {bytes-per-second: 1MB}",
        "forward: true",
        "merge: true",
        "delivery: exactly-once",
        "topic-refresh: 1s",
        "configs: {retention.ms: target}",
        "adopt: true",
        "acls: {sync: true}",
        "sync-refresh: 5m",
        "topics: [{match: a, start: latest}]",
      })
  void shouldNameTheKeyThatDiffers(String line) {
    String key = line.substring(0, line.indexOf(':'));

    assertThat(FlowSettings.different(flow(""), flow(line))).containsExactly(key);
  }

  @Test
  void shouldNameNoneOfEquals() {
    String all = "configs: {retention.ms: target}, acls: {sync: true, exclude: [/User:a.*/]}";

    assertThat(FlowSettings.different(flow(all), flow(all))).isEmpty();
  }

  private static Flow flow(String lines) {
    return TopologyReader.read(
            "t.yaml",
            """
            clusters: {nyc: {bootstrap: "n:1"}, lon: {bootstrap: "l:1"}}
            flows: {nyc->lon: {%s}}
            """
                .formatted(lines))
        .topology()
        .orElseThrow()
        .flow("nyc->lon")
        .orElseThrow();
  }
}
