package io.crosstide.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosstide.GoldenFile;
import io.prometheus.client.Collector.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Rules and dashboard of deploy/monitoring ask for metrics, labels and states that exist. */
class MonitoringTest {
  private static final Path FOLDER = Path.of("deploy/monitoring");

  /** Those of the JVM; {@link ServiceTest} sees that they are exposed. */
  static final List<String> FOREIGN = List.of("process_cpu_usage", "jvm_memory_used_bytes");

  /** Labels that Prometheus and the JVM's metrics add. */
  private static final Set<String> FOREIGN_LABELS = Set.of("instance", "job", "area", "le");

  private static final Pattern SELECTOR = Pattern.compile("([a-z_]+[a-z])\\{([^}]*)}");
  private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(=~|=)\"([^\"]*)\"");
  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on) \\(([^)]*)\\)");
  private static final Pattern NAME = Pattern.compile("\\b((?:crosstide|jvm|process)_[a-z_]+)");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{ ?\\$?(?:labels\\.)?([a-z]+)");

  @Test
  void shouldAskForMetricsThatExist() throws IOException {
    Set<String> known = new TreeSet<>(FOREIGN);
    for (Metric metric : Metric.values()) {
      if (metric.type() == Type.HISTOGRAM) {
        known.add(metric.exposedName() + "_bucket");
      } else {
        known.add(metric.exposedName());
      }
    }
    for (String expression : expressions()) {
      List<String> asked = NAME.matcher(expression).results().map(found -> found.group(1)).toList();
      assertThat(asked).as(expression).isNotEmpty();
      assertThat(known).as(expression).containsAll(asked);
    }
  }

  @Test
  void shouldAskForLabelsThatTheMetricsHave() throws IOException {
    Map<String, List<String>> labels = new HashMap<>();
    for (Metric metric : Metric.values()) {
      labels.put(metric.exposedName(), metric.labels());
      labels.put(metric.exposedName() + "_bucket", metric.labels());
    }
    for (String expression : expressions()) {
      Set<String> there = new TreeSet<>(FOREIGN_LABELS);
      NAME.matcher(expression)
          .results()
          .forEach(found -> there.addAll(labels.getOrDefault(found.group(1), List.of())));
      for (MatchResult selector : SELECTOR.matcher(expression).results().toList()) {
        assertThat(labels.get(selector.group(1)))
            .as("labels of %s in %s", selector.group(1), expression)
            .containsAll(matchers(selector.group(2)).keySet());
      }
      GROUPING
          .matcher(expression)
          .results()
          .forEach(found -> assertThat(there).as(expression).contains(found.group(1).split(", *")));
    }
  }

  @Test
  void shouldAskForStatesThatLanesHave() throws IOException {
    String states = Files.readString(Path.of("src/main/java/io/crosstide/mirror/LaneState.java"));
    List<String> asked =
        expressions().stream()
            .flatMap(expression -> SELECTOR.matcher(expression).results())
            .map(selector -> matchers(selector.group(2)).get("state"))
            .filter(state -> state != null)
            .toList();

    assertThat(asked)
        .isNotEmpty()
        .allSatisfy(state -> assertThat(states).contains("return \"" + state + "\";"));
  }

  @Test
  void shouldNameInAlertsOnlyLabelsThatTheirExpressionKeeps() throws IOException {
    for (Map<String, Object> rule : rules()) {
      Matcher grouping = GROUPING.matcher((String) rule.get("expr"));
      assertThat(grouping.find()).isTrue();
      Set<String> kept = new TreeSet<>(List.of(grouping.group(1).split(", *")));
      kept.add("value");
      map(rule.get("annotations"))
          .forEach(
              (key, text) ->
                  assertThat(
                          PLACEHOLDER.matcher((String) text).results().map(found -> found.group(1)))
                      .as("%s of %s", key, rule.get("alert"))
                      .isSubsetOf(kept));
      assertThat(map(rule.get("annotations"))).containsOnlyKeys("summary", "description");
      assertThat(map(rule.get("labels")).get("severity")).isIn("critical", "warning", "info");
    }
  }

  @Test
  void shouldAskForEveryMetricSomewhere() throws IOException {
    String all = String.join("\n", expressions());

    assertThat(Arrays.stream(Metric.values()).map(Metric::exposedName))
        // For a look by hand: one series a lane is too much for a panel.
        .filteredOn(name -> !name.equals(Metric.LANE_STATE.exposedName()))
        .allSatisfy(name -> assertThat(all).contains(name));
  }

  @Test
  void shouldScaleByAMetricThatExists() throws IOException {
    Path component = Path.of("deploy/kustomize/components/autoscaling");
    String scaler = Files.readString(component.resolve("horizontalpodautoscaler.yaml"));

    assertThat(NAME.matcher(scaler).results().map(found -> found.group(1)))
        .isNotEmpty()
        .isSubsetOf(Arrays.stream(Metric.values()).map(Metric::exposedName).toList());
  }

  @Test
  void shouldTestThatEachAlertFires() throws IOException {
    List<String> firing = new ArrayList<>();
    for (Map<String, Object> test : maps(yaml("alerts.test.yaml").get("tests"))) {
      for (Map<String, Object> at : maps(test.get("alert_rule_test"))) {
        if (at.containsKey("exp_alerts")) {
          firing.add((String) at.get("alertname"));
        }
      }
    }

    assertThat(rules().stream().map(rule -> (String) rule.get("alert")))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(firing);
  }

  /** One source: the operator's resource is written from the rules. */
  @Test
  void shouldHoldTheSameRulesForTheOperator() throws IOException {
    String rules =
        Files.readAllLines(FOLDER.resolve("alerts.yaml")).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.isEmpty() ? line : "  " + line)
            .collect(Collectors.joining("\n"));
    GoldenFile.assertMatches(
        FOLDER.resolve("prometheusrule.yaml"),
        """
        # Made from alerts.yaml: ./mvnw test -Dtest=MonitoringTest -Dgolden.rewrite=true
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata:
          name: crosstide
          labels:
            app.kubernetes.io/name: crosstide
        spec:
        """
            + rules
            + "\n");
  }

  @Test
  void shouldGiveEachPanelAPlaceOfItsOwn() throws IOException {
    Set<String> cells = new TreeSet<>();
    Set<Integer> ids = new TreeSet<>();
    for (JsonNode panel : dashboard().get("panels")) {
      assertThat(ids.add(panel.get("id").asInt())).as("id of %s", panel.get("title")).isTrue();
      JsonNode grid = panel.get("gridPos");
      for (int x = 0; x < grid.get("w").asInt(); x++) {
        for (int y = 0; y < grid.get("h").asInt(); y++) {
          int column = grid.get("x").asInt() + x;
          assertThat(column).isLessThan(24);
          assertThat(cells.add(column + "," + (grid.get("y").asInt() + y)))
              .as("%s overlaps", panel.get("title"))
              .isTrue();
        }
      }
    }
  }

  private static List<String> expressions() throws IOException {
    List<String> all = new ArrayList<>();
    rules().forEach(rule -> all.add((String) rule.get("expr")));
    int rules = all.size();
    JsonNode dashboard = dashboard();
    dashboard.findValuesAsText("expr").forEach(all::add);
    all.addAll(dashboard.get("templating").findValuesAsText("definition"));
    assertThat(all).as("more than the rules' expressions").hasSizeGreaterThan(rules + 1);
    return all.stream().filter(expression -> !expression.isEmpty()).toList();
  }

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(FOLDER.resolve("dashboard.json").toFile());
  }

  private static List<Map<String, Object>> rules() throws IOException {
    return maps(yaml("alerts.yaml").get("groups")).stream()
        .flatMap(group -> maps(group.get("rules")).stream())
        .toList();
  }

  private static Map<String, String> matchers(String selector) {
    return MATCHER
        .matcher(selector)
        .results()
        .collect(Collectors.toMap(found -> found.group(1), found -> found.group(3)));
  }

  private static Map<String, Object> yaml(String file) throws IOException {
    return new Yaml(new SafeConstructor(new LoaderOptions()))
        .load(Files.readString(FOLDER.resolve(file)));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> maps(Object value) {
    return (List<Map<String, Object>>) value;
  }
}
