package io.crosstide.cli;

import io.crosstide.topology.TopologyDiff;
import io.crosstide.topology.TopologyDiff.Change;
import io.crosstide.topology.TopologyDiff.Fate;
import io.crosstide.topology.TopologyDiff.FlowDiff;
import io.crosstide.topology.TopologyDiff.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help.ColorScheme;

/** A difference of topologies for people, for a pull request and for machines. */
final class DiffText {
  private static final String NOTHING = "nothing that the clusters would notice";
  private static final String SECOND_COPY =
      "A second copy begins anew at the flow's start position; the first one stays where it is.";
  private static final String UNKNOWN =
      "Without the clusters it is not known which topics there are and how far they were copied.";
  private static final String UNKNOWN_OF_LIST =
      "Without the clusters it is not known how far these topics were copied, nor of others.";

  private DiffText() {}

  /** In colour where the scheme has any; {@code NO_COLOR} and a pipe have none. */
  static String text(TopologyDiff diff, ColorScheme colors) {
    if (diff.isEmpty()) {
      return NOTHING + "\n";
    }
    StringBuilder text = new StringBuilder();
    for (FlowDiff flow : diff.flows()) {
      text.append(sign(flow.fate())).append(' ').append(flow.flow()).append(' ');
      text.append(flow.fate().label()).append('\n');
      for (Change change : flow.changes()) {
        String line = sign(change.kind()) + " " + change.words();
        boolean red = change.kind() == Kind.SECOND_COPY;
        text.append("    ").append(red ? colors.errorText(line).toString() : line).append('\n');
      }
    }
    if (diff.hasSecondCopy()) {
      text.append('\n').append(colors.errorText(SECOND_COPY)).append('\n');
    }
    return text.append('\n').append(unknown(diff)).append('\n').toString();
  }

  /** Renders red without markup of its own: GitHub shows no colours but these. */
  static String markdown(TopologyDiff diff) {
    if (diff.isEmpty()) {
      return "**Topology:** " + NOTHING + "\n";
    }
    StringBuilder text = new StringBuilder("### Topology\n\n");
    if (diff.hasSecondCopy()) {
      text.append("> [!CAUTION]\n> ").append(SECOND_COPY).append("\n\n");
    }
    text.append("| flow | change | topics |\n|---|---|---|\n");
    for (FlowDiff flow : diff.flows()) {
      row(text, flow.flow(), flow.fate().label(), "");
      for (Change change : flow.changes()) {
        boolean red = change.kind() == Kind.SECOND_COPY;
        String kind = change.kind().label();
        row(text, "", red ? "🔴 **" + kind + "**" : kind, change.text());
      }
    }
    return text.append('\n').append(unknown(diff)).append('\n').toString();
  }

  private static void row(StringBuilder text, String flow, String change, String topics) {
    text.append("| ").append(code(flow)).append(" | ").append(change).append(" | ");
    text.append(code(topics)).append(" |\n");
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + text.replace("`", "'").replace("|", "\\|") + "`";
  }

  static String json(TopologyDiff diff) {
    List<Map<String, Object>> flows = new ArrayList<>();
    for (FlowDiff flow : diff.flows()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("flow", flow.flow());
      fields.put("fate", flow.fate().label());
      fields.put("changes", flow.changes().stream().map(DiffText::fields).toList());
      flows.add(fields);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("different", !diff.isEmpty());
    all.put("secondCopy", diff.hasSecondCopy());
    all.put("exactForListedTopics", diff.exact());
    all.put("flows", flows);
    return Json.pretty(all);
  }

  private static Map<String, Object> fields(Change change) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", name(change.kind()));
    fields.put("text", change.text());
    return fields;
  }

  private static String unknown(TopologyDiff diff) {
    return diff.exact() ? UNKNOWN_OF_LIST : UNKNOWN;
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static char sign(Fate fate) {
    return switch (fate) {
      case APPEARS -> '+';
      case VANISHES -> '-';
      case CHANGES -> '~';
    };
  }

  private static char sign(Kind kind) {
    return switch (kind) {
      case TAKES -> '+';
      case LEAVES -> '-';
      case SECOND_COPY -> '!';
      case BROKERS, SETTINGS -> '~';
    };
  }
}
