package io.crosstide.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosstide.flow.FlowQuarantine.Entry;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crosstide quarantine}. */
@Command(
    name = "quarantine",
    customSynopsis =
        "crosstide quarantine list|replay --topology FILE --flow NAME|all [--output json]",
    description = {
      "List the records that a target refused and that were parked, or replay them: write them to"
          + " the ends of the partitions where they should have gone.",
      "A replayed record comes after what was mirrored meanwhile; one that is refused again waits"
          + " on, and so does one that its lane has not come past. Should the command be killed, the"
          + " record it was at may be written twice."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:listed; or everything was replayed",
      "1:a record waits on, the topology can't be used, or a cluster does not answer",
      "2:wrongly called"
    })
final class QuarantineCommand implements Callable<Integer> {
  /** What is done with the records. */
  enum Action {
    LIST,
    REPLAY
  }

  /** How the outcome is written. */
  enum Output {
    TEXT,
    JSON
  }

  /** The quarantine of each flow. */
  interface Quarantines {
    List<Entry> list(Flow flow);

    List<Entry> replay(Flow flow);
  }

  private final Function<Path, ReadResult> topologies;
  private final Quarantines quarantines;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ACTION", arity = "1", description = "list or replay.")
  private Action action;

  @Mixin private FlowOptions options;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text for people, json for machines. Default: ${DEFAULT-VALUE}.")
  private Output output = Output.TEXT;

  QuarantineCommand(Function<Path, ReadResult> topologies, Quarantines quarantines) {
    this.topologies = topologies;
    this.quarantines = quarantines;
  }

  @Override
  public Integer call() {
    Map<Flow, List<Entry>> found = new LinkedHashMap<>();
    for (Flow each : options.read(topologies, spec.commandLine())) {
      found.put(each, of(each));
    }
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case TEXT -> found.forEach((each, all) -> print(each, all, out));
      case JSON -> out.println(json(found));
    }
    out.flush();
    boolean waits = found.values().stream().flatMap(List::stream).anyMatch(Entry::waits);
    return action == Action.REPLAY && waits ? Commands.FAILED : Commands.OK;
  }

  private List<Entry> of(Flow each) {
    try {
      return switch (action) {
        case LIST -> quarantines.list(each);
        case REPLAY -> quarantines.replay(each);
      };
    } catch (RuntimeException e) {
      throw new CommandFailedException(each.name() + ": " + e.getMessage(), e);
    }
  }

  private static void print(Flow flow, List<Entry> all, PrintWriter out) {
    if (all.isEmpty()) {
      out.printf("%s: nothing is in quarantine%n", flow.name());
    }
    for (Entry entry : all) {
      out.printf(
          "%s: %s-%d offset %d to %s, parked %s: %s: %s%s%n",
          flow.name(),
          entry.topic(),
          entry.partition(),
          entry.offset(),
          entry.targetTopic(),
          entry.parkedAt(),
          entry.error(),
          entry.reason(),
          entry.outcome().map(outcome -> "; now " + outcome).orElse(""));
    }
  }

  private static String json(Map<Flow, List<Entry>> found) {
    List<Map<String, Object>> entries = new ArrayList<>();
    found.forEach((flow, all) -> all.forEach(entry -> entries.add(fields(flow, entry))));
    try {
      return new ObjectMapper()
          .writerWithDefaultPrettyPrinter()
          .writeValueAsString(Map.of("quarantined", entries));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and numbers always make JSON", e);
    }
  }

  private static Map<String, Object> fields(Flow flow, Entry entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("flow", flow.name());
    fields.put("topic", entry.topic());
    fields.put("partition", entry.partition());
    fields.put("offset", entry.offset());
    fields.put("targetTopic", entry.targetTopic());
    fields.put("parkedAt", entry.parkedAt().toString());
    fields.put("error", entry.error());
    fields.put("reason", entry.reason());
    entry.outcome().ifPresent(outcome -> fields.put("outcome", outcome));
    return fields;
  }
}
