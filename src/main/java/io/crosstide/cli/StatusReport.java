package io.crosstide.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosstide.status.FlowStatus;
import io.crosstide.status.LaneLosses;
import io.crosstide.status.LaneStatus;
import io.crosstide.status.Rates;
import io.crosstide.status.Verdict;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import picocli.CommandLine.Help.Ansi;

/** A running program's status in words for people and for machines. */
record StatusReport(URI base, RemoteStatus.Look look, Function<FlowStatus, Verdict> judge) {
  private static final double MEGA = 1e6;

  /** Differences of a target that are listed; they are counted, too. */
  private static final int LISTED = 5;

  boolean healthy() {
    return unwell() == 0;
  }

  private long unwell() {
    return look.now().flows().stream().filter(flow -> !judge.apply(flow).healthy()).count();
  }

  String text(Ansi ansi) {
    StringBuilder text = new StringBuilder();
    line(text, "%s runs %s, as of %s", base, look.now().topology(), look.now().takenAt());
    new RevisionReport(look.now().revision()).lines().forEach(said -> line(text, "%s", said));
    for (FlowStatus flow : look.now().flows()) {
      append(text, flow, ansi);
    }
    int flows = look.now().flows().size();
    line(
        text.append('\n'),
        "%s",
        flows == 0
            ? "no flow runs there"
            : unwell() == 0
                ? counted(flows, "flow") + ", all well"
                : unwell() + " of " + counted(flows, "flow") + " unwell");
    return text.toString();
  }

  private void append(StringBuilder text, FlowStatus flow, Ansi ansi) {
    Verdict verdict = judge.apply(flow);
    String colour = verdict.healthy() ? "green" : "red";
    // Markup is put around words of ours alone: a name may hold anything.
    String judged = ansi.string("@|" + colour + " " + verdict.label() + "|@");
    text.append('\n').append(printable(flow.name())).append(": ").append(judged).append('\n');
    line(
        text,
        "  copies    %,.0f records/s, %.2f MB/s; %,d records since the start",
        rates(flow).recordsPerSecond(),
        rates(flow).bytesPerSecond() / MEGA,
        flow.records());
    line(text, "  lag       %s, %.1f s", counted(flow.lagRecords(), "record"), flow.lagSeconds());
    line(text, "  lanes     %s", flow.lanes().isEmpty() ? "none yet" : flow.lanesInWords());
    line(text, "  instance  %s", flow.membershipInWords());
    line(text, "  delivery  %s", delivery(flow));
    line(text, "  lost      %s", lost(flow.losses()));
    line(text, "  target    %s", flow.sync().inWords());
    flow.sync().differences().stream()
        .limit(LISTED)
        .forEach(difference -> line(text, "  differs   %s", difference));
    away(flow).ifPresent(sides -> line(text, "  away      %s", sides));
    flow.conditions().forEach(condition -> line(text, "  look at   %s", condition));
  }

  String json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("url", base.toString());
    fields.put("takenAt", look.now().takenAt().toString());
    fields.put("topology", look.now().topology());
    fields.put("revision", new RevisionReport(look.now().revision()).fields());
    fields.put("healthy", healthy());
    fields.put("flows", look.now().flows().stream().map(this::fields).toList());
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and numbers always make JSON", e);
    }
  }

  private Map<String, Object> fields(FlowStatus flow) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", flow.name());
    fields.put("verdict", judge.apply(flow).label());
    fields.put("sourceReachable", flow.sourceReachable());
    fields.put("targetReachable", flow.targetReachable());
    fields.put("looping", flow.looping());
    fields.put("recordsPerSecond", Math.round(rates(flow).recordsPerSecond()));
    fields.put("bytesPerSecond", Math.round(rates(flow).bytesPerSecond()));
    fields.put("records", flow.records());
    fields.put("bytes", flow.bytes());
    fields.put("lagRecords", flow.lagRecords());
    fields.put("lagSeconds", flow.lagSeconds());
    fields.put("lanesByState", new TreeMap<>(flow.lanesByState()));
    fields.put("unfencedLanes", flow.unfencedLanes());
    fields.put("openGaps", flow.losses().openGaps());
    fields.put("gapOffsets", flow.losses().gapOffsets());
    fields.put("quarantined", flow.losses().quarantined());
    fields.put("membership", flow.membership());
    fields.put("pendingChanges", flow.sync().pending());
    fields.put("leftAlone", flow.sync().leftAlone());
    fields.put("differences", flow.sync().differences());
    fields.put("conditions", flow.conditions());
    fields.put(
        "lanesWithReason",
        flow.lanes().stream()
            .filter(lane -> !lane.reason().isEmpty())
            .map(StatusReport::fields)
            .toList());
    return fields;
  }

  private static Map<String, Object> fields(LaneStatus lane) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("topic", lane.topic());
    fields.put("partition", lane.partition());
    fields.put("targetTopic", lane.targetTopic());
    fields.put("state", lane.state());
    fields.put("reason", lane.reason());
    fields.put("position", lane.position());
    fields.put("lagRecords", lane.lagRecords());
    return fields;
  }

  private Rates rates(FlowStatus flow) {
    return Rates.of(look.before(), look.now(), flow);
  }

  private static String delivery(FlowStatus flow) {
    int unfenced = flow.unfencedLanes();
    if (flow.lanes().isEmpty()) {
      return "not known yet";
    }
    return unfenced == 0
        ? "exactly once"
        : "at least once on " + unfenced + " of " + counted(flow.lanes().size(), "lane");
  }

  private static String lost(LaneLosses losses) {
    List<String> kinds = new ArrayList<>();
    if (losses.openGaps() > 0) {
      kinds.add(counted(losses.openGaps(), "lane") + " in front of a gap");
    }
    if (losses.gapOffsets() > 0) {
      kinds.add(counted(losses.gapOffsets(), "source offset") + " in gaps");
    }
    if (losses.quarantined() > 0) {
      kinds.add(counted(losses.quarantined(), "record") + " in quarantine");
    }
    return kinds.isEmpty() ? "nothing known" : String.join(", ", kinds) + ": see crosstide gaps";
  }

  private static Optional<String> away(FlowStatus flow) {
    if (flow.sourceReachable() && flow.targetReachable()) {
      return Optional.empty();
    }
    String target = flow.targetReachable() ? "" : "target";
    String source = flow.sourceReachable() ? "" : "source";
    return Optional.of(source + (source.isEmpty() || target.isEmpty() ? "" : ", ") + target);
  }

  private static String counted(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(printable(String.format(Locale.ROOT, format, values))).append('\n');
  }

  /** A broker's words must not steer the terminal. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
