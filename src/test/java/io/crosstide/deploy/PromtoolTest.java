package io.crosstide.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules and dashboard in Prometheus' own judgement. */
class PromtoolTest {
  private static final Path FOLDER = Path.of("deploy/monitoring");

  @TempDir private Path dir;

  @BeforeEach
  void needsPromtool() {
    assumeTrue(Tools.onPath("promtool"), "promtool is not on the PATH");
  }

  @Test
  void shouldFireForWhatTheyAreForAndForNothingElse() {
    assertThat(Tools.run(FOLDER, "promtool", "test", "rules", "alerts.test.yaml"))
        .contains("SUCCESS");
  }

  /** Each of the dashboard's questions as a rule, with what Grafana puts in for its variables. */
  @Test
  void shouldAskInTheDashboardWhatPrometheusUnderstands() throws IOException {
    List<String> expressions =
        new ObjectMapper()
            .readTree(FOLDER.resolve("dashboard.json").toFile())
            .get("panels")
            .findValuesAsText("expr");
    StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
    for (int i = 0; i < expressions.size(); i++) {
      String expression =
          expressions.get(i).replace("$flow", ".*").replace("$__rate_interval", "1m");
      rules.append("  - record: panel:").append("x".repeat(i + 1)).append('\n');
      rules.append("    expr: |\n      ").append(expression).append('\n');
    }
    Files.writeString(dir.resolve("rules.yaml"), rules);

    assertThat(Tools.run(dir, "promtool", "check", "rules", "rules.yaml"))
        .contains("SUCCESS: " + expressions.size() + " rules found");
  }
}
