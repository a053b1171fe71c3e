package io.crosstide.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosstide.bench.report.BenchRun.Scene;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The run for other programs: its cases with what is said about Crosstide, and every measurement as
 * it was taken, so that every report can be made again from it. A missing figure is null in a case
 * and absent among the figures of a contender.
 */
public final class JsonReport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

  private JsonReport() {}

  public static String of(Summary summary) {
    BenchRun run = summary.run();
    ObjectNode root = JSON.createObjectNode();
    root.put("startedAt", run.startedAt().toString());
    root.put("command", run.command());
    run.machine().forEach(root.putObject("machine")::put);
    ObjectNode settings = root.putObject("settings");
    run.settings().forEach((name, values) -> values.forEach(settings.putObject(name)::put));
    ArrayNode cases = root.putArray("cases");
    summary.cases().forEach(scene -> addCase(cases.addObject(), summary, scene));
    ArrayNode measurements = root.putArray("measurements");
    run.measurements().forEach(one -> addMeasurement(measurements.addObject(), one));
    try {
      return JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(INDENT))
              .writeValueAsString(root)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The run from which such a text was made.
   *
   * @throws IOException if it is not such a text, with what is wrong and where
   */
  public static BenchRun read(String json) throws IOException {
    return JsonRun.of(JSON.readTree(json));
  }

  private static void addCase(ObjectNode node, Summary summary, Scene scene) {
    String name = scene.name();
    node.put("name", name).put("title", scene.title()).put("group", scene.group());
    for (Headline headline : Headline.values()) {
      OptionalDouble figure = headline.in(summary, name);
      node.put(headline.jsonName(), figure.isPresent() ? (Double) figure.getAsDouble() : null);
    }
    node.put("content_equal", summary.outcome(name, Contenders.CROSSTIDE).contentEqual());
    node.put("rounds", summary.rounds(name));
    ObjectNode contenders = node.putObject("contenders");
    for (String contender : summary.contenders(name)) {
      ObjectNode figures = contenders.putObject(contender);
      figures.put("content_equal", summary.outcome(name, contender).contentEqual());
      for (Metric metric : Metric.values()) {
        summary
            .spread(name, contender, metric)
            .ifPresent(spread -> addSpread(figures.putObject(metric.jsonName()), spread));
      }
    }
  }

  private static void addSpread(ObjectNode node, Spread spread) {
    node.put("median", spread.median()).put("min", spread.min()).put("max", spread.max());
    spread.values().forEach(node.putArray("values")::add);
  }

  private static void addMeasurement(ObjectNode node, Measurement one) {
    node.put("case", one.scenario()).put("contender", one.contender()).put("round", one.round());
    node.put("content_equal", one.contentEqual()).put("problem", one.problem());
    ObjectNode values = node.putObject("values");
    for (Map.Entry<Metric, Double> value : one.values().entrySet()) {
      if (Double.isFinite(value.getValue())) {
        values.put(value.getKey().jsonName(), value.getValue());
      }
    }
  }
}
