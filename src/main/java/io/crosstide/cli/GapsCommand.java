package io.crosstide.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosstide.flow.RecordedLoss;
import io.crosstide.topology.Flow;
import io.crosstide.topology.ReadResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code crosstide gaps}. */
@Command(
    name = "gaps",
    customSynopsis = "crosstide gaps --topology FILE --flow NAME|all [--output json]",
    description = {
      "List what flows know to be lost: records that the source deleted before they were mirrored,"
          + " topics that were created again, records that the target lost or refused.",
      "Reads the ledger at the target and changes nothing."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:listed, whatever there is",
      "1:the topology can't be used, or a target does not answer",
      "2:wrongly called"
    })
final class GapsCommand implements Callable<Integer> {
  /** How the list is written. */
  enum Output {
    TEXT,
    JSON
  }

  private final Function<Path, ReadResult> topologies;
  private final Function<Flow, List<RecordedLoss>> losses;

  @Spec private CommandSpec spec;

  @Mixin private FlowOptions options;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text for people, json for machines. Default: ${DEFAULT-VALUE}.")
  private Output output = Output.TEXT;

  GapsCommand(Function<Path, ReadResult> topologies, Function<Flow, List<RecordedLoss>> losses) {
    this.topologies = topologies;
    this.losses = losses;
  }

  @Override
  public Integer call() {
    Map<Flow, List<RecordedLoss>> found = new LinkedHashMap<>();
    for (Flow each : options.read(topologies, spec.commandLine())) {
      found.put(each, of(each));
    }
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case TEXT -> found.forEach((each, all) -> print(each, all, out));
      case JSON -> out.println(json(found));
    }
    out.flush();
    return Commands.OK;
  }

  private List<RecordedLoss> of(Flow each) {
    try {
      return losses.apply(each);
    } catch (RuntimeException e) {
      throw new CommandFailedException(each.name() + ": " + e.getMessage(), e);
    }
  }

  private static void print(Flow flow, List<RecordedLoss> all, PrintWriter out) {
    if (all.isEmpty()) {
      out.printf("%s: nothing is lost%n", flow.name());
    }
    for (RecordedLoss loss : all) {
      out.printf(
          "%s: %s-%d to %s, %s%s of source offsets %d to %d, %s: %s%n",
          flow.name(),
          loss.topic(),
          loss.partition(),
          loss.targetTopic(),
          loss.open() ? "open " : "",
          loss.kind(),
          loss.from(),
          loss.to(),
          loss.at().map(Object::toString).orElse("at an unknown time"),
          loss.why());
    }
  }

  private static String json(Map<Flow, List<RecordedLoss>> found) {
    List<Map<String, Object>> entries = new ArrayList<>();
    found.forEach((flow, all) -> all.forEach(loss -> entries.add(fields(flow, loss))));
    try {
      return new ObjectMapper()
          .writerWithDefaultPrettyPrinter()
          .writeValueAsString(Map.of("gaps", entries));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and numbers always make JSON", e);
    }
  }

  private static Map<String, Object> fields(Flow flow, RecordedLoss loss) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("flow", flow.name());
    fields.put("topic", loss.topic());
    fields.put("partition", loss.partition());
    fields.put("targetTopic", loss.targetTopic());
    fields.put("kind", loss.kind());
    fields.put("from", loss.from());
    fields.put("to", loss.to());
    fields.put("at", loss.at().map(Object::toString).orElse(null));
    fields.put("open", loss.open());
    fields.put("why", loss.why());
    return fields;
  }
}
