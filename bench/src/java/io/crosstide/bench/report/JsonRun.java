package io.crosstide.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.crosstide.bench.report.BenchRun.Scene;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A run out of the JSON that {@link JsonReport} writes; what can be computed again is not read. */
final class JsonRun {
  private static final Map<String, Metric> METRICS =
      Arrays.stream(Metric.values())
          .collect(Collectors.toUnmodifiableMap(Metric::jsonName, Function.identity()));

  private JsonRun() {}

  static BenchRun of(JsonNode root) throws IOException {
    Map<String, Map<String, String>> settings = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> contender : object(root, "settings").properties()) {
      settings.put(contender.getKey(), texts(contender.getValue()));
    }
    List<Scene> scenes = new ArrayList<>();
    for (JsonNode one : array(root, "cases")) {
      scenes.add(new Scene(text(one, "name"), text(one, "title"), text(one, "group")));
    }
    List<Measurement> measurements = new ArrayList<>();
    for (JsonNode one : array(root, "measurements")) {
      measurements.add(measurement(one));
    }
    return new BenchRun(
        instant(text(root, "startedAt")),
        text(root, "command"),
        texts(object(root, "machine")),
        settings,
        scenes,
        measurements);
  }

  private static Measurement measurement(JsonNode node) throws IOException {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    for (Map.Entry<String, JsonNode> value : object(node, "values").properties()) {
      Metric metric = METRICS.get(value.getKey());
      require(metric != null, "no metric is called " + value.getKey());
      require(value.getValue().isNumber(), value.getKey() + " is not a number");
      values.put(Objects.requireNonNull(metric), value.getValue().doubleValue());
    }
    JsonNode round = node.path("round");
    require(round.isInt(), "round is not a whole number in " + node);
    return new Measurement(
        text(node, "case"),
        text(node, "contender"),
        round.intValue(),
        values,
        text(node, "problem"));
  }

  private static Map<String, String> texts(JsonNode node) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      texts.put(entry.getKey(), text(node, entry.getKey()));
    }
    return texts;
  }

  private static Instant instant(String text) throws IOException {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IOException("not a benchmark's JSON: startedAt is " + text, e);
    }
  }

  private static String text(JsonNode node, String name) throws IOException {
    require(node.path(name).isTextual(), name + " is not a text in " + node);
    return node.path(name).textValue();
  }

  private static JsonNode object(JsonNode node, String name) throws IOException {
    require(node.path(name).isObject(), name + " is not an object");
    return node.path(name);
  }

  private static JsonNode array(JsonNode node, String name) throws IOException {
    require(node.path(name).isArray(), name + " is not an array");
    return node.path(name);
  }

  private static void require(boolean met, String problem) throws IOException {
    if (!met) {
      throw new IOException("not a benchmark's JSON: " + problem);
    }
  }
}
