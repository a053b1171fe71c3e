package io.crosstide.cli;

import io.crosstide.status.TopologyStatus;
import io.crosstide.status.TopologyStatus.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which revision of its topology a program runs, in words for people and for machines. */
record RevisionReport(TopologyStatus topology) {
  /** Changes that are listed; the others are counted. */
  private static final int LISTED = 10;

  /** Lines without a line feed; none for a topology that nobody follows. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!topology.revision().isEmpty()) {
      lines.add("revision %s since %s".formatted(topology.revision(), topology.since()));
      List<String> changes = topology.changes();
      changes.stream().limit(LISTED).forEach(change -> lines.add("  changed   " + change));
      if (changes.size() > LISTED) {
        lines.add("  changed   and %d more, see /status".formatted(changes.size() - LISTED));
      }
    }
    Refused refused = topology.refused();
    if (refused.any()) {
      lines.add(
          "revision %s is refused since %s: %s"
              .formatted(refused.revision(), refused.since(), refused.reason()));
    }
    if (!topology.unreadable().isEmpty()) {
      lines.add("the topology can't be read: " + topology.unreadable());
    }
    return lines;
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("running", topology.revision());
    fields.put("since", topology.since().toString());
    fields.put("changes", topology.changes());
    fields.put("refused", topology.refused().revision());
    fields.put("reason", topology.refused().reason());
    fields.put("unreadable", topology.unreadable());
    return fields;
  }
}
