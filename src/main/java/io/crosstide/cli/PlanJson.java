package io.crosstide.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosstide.flow.PlanReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plans for machines. */
final class PlanJson {
  /** The line end of JSON, the same on every system. */
  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

  private PlanJson() {}

  static String of(List<PlanRun.Unplanned> unplanned, List<PlanRun.Estimated> all) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("flows", all.stream().map(PlanJson::flow).toList());
    fields.put("unplanned", unplanned.stream().map(PlanJson::unplanned).toList());
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(INDENTER).withArrayIndenter(INDENTER);
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(fields) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and numbers always make JSON", e);
    }
  }

  private static Map<String, Object> unplanned(PlanRun.Unplanned flow) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("flow", flow.flow());
    fields.put("why", flow.why());
    return fields;
  }

  private static Map<String, Object> flow(PlanRun.Estimated estimated) {
    PlanReport report = estimated.report();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("flow", report.flow());
    fields.put("backfillBytes", report.backfillBytes());
    fields.put("backfillSizesKnown", report.sizesKnown());
    fields.put("bytesPerSecond", estimated.bytesPerSecond());
    fields.put("backfillSeconds", estimated.seconds());
    fields.put("topics", report.topics().stream().map(PlanJson::topic).toList());
    fields.put("changes", report.changes().stream().map(PlanJson::change).toList());
    fields.put("leftAlone", report.leftAlone().stream().map(PlanJson::left).toList());
    fields.put("notices", report.notices());
    return fields;
  }

  private static Map<String, Object> topic(PlanReport.Topic topic) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("source", topic.source());
    fields.put("target", topic.target());
    fields.put("partitions", topic.partitions());
    fields.put("exists", topic.exists());
    fields.put("backfillBytes", topic.backfillBytes() < 0 ? null : topic.backfillBytes());
    return fields;
  }

  private static Map<String, Object> change(PlanReport.Planned change) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", change.kind());
    fields.put("subject", change.subject());
    fields.put("detail", change.detail());
    fields.put("why", change.why());
    change.outcome().ifPresent(outcome -> fields.put("outcome", outcome));
    return fields;
  }

  private static Map<String, Object> left(PlanReport.Left left) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("subject", left.subject());
    fields.put("detail", left.detail());
    fields.put("why", left.why());
    return fields;
  }
}
