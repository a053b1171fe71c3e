package io.crosstide.cli;

import io.crosstide.topology.Flow;
import io.crosstide.topology.TopicPlan;
import java.util.List;

/** The flows of a topology as they are written, for when no cluster is asked. */
final class FlowTable {
  private FlowTable() {}

  static String of(List<Flow> flows) {
    StringBuilder text = new StringBuilder();
    for (Flow flow : flows) {
      text.append(flow.name()).append('\n');
      TextTable table = new TextTable();
      for (String include : flow.include()) {
        table.row(include, target(flow, include));
      }
      flow.exclude().forEach(exclude -> table.row("not " + exclude));
      text.append(table).append('\n');
    }
    return text.toString();
  }

  private static String target(Flow flow, String include) {
    if (include.startsWith("/")) {
      return flow.prefix().isEmpty() ? "same name" : flow.prefix() + "...";
    }
    return flow.plan(include)
        .map(TopicPlan::targetTopic)
        .or(() -> flow.refusal(include))
        .orElse("not taken: excluded, or it has been at the target");
  }
}
