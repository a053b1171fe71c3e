package io.crosstide.topology;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tables of keys in docs/topology.md. */
final class TopologyReference {
  private TopologyReference() {}

  /** One section per group of keys, in the order in which they are met. */
  static String markdown() {
    Map<String, Shape.Group> groups = new LinkedHashMap<>();
    ArrayDeque<Shape.Group> open = new ArrayDeque<>();
    open.add(TopologyShape.ROOT);
    while (!open.isEmpty()) {
      Shape.Group group = open.remove();
      if (groups.putIfAbsent(group.name(), group) == null) {
        group.keys().forEach(key -> collect(key.shape(), open));
      }
    }
    StringBuilder text = new StringBuilder();
    groups.values().forEach(group -> section(group, text));
    return text.toString();
  }

  private static void collect(Shape shape, ArrayDeque<Shape.Group> open) {
    switch (shape) {
      case Shape.Scalar scalar -> {}
      case Shape.Sequence sequence -> collect(sequence.element(), open);
      case Shape.Mapping mapping -> collect(mapping.values(), open);
      case Shape.Group group -> open.add(group);
    }
  }

  private static void section(Shape.Group group, StringBuilder text) {
    text.append("### ").append(group.name()).append("\n\n").append(group.doc()).append("\n\n");
    text.append("| key | value | preset | meaning |\n|---|---|---|---|\n");
    for (Shape.Key key : group.keys()) {
      text.append("| `")
          .append(key.name())
          .append(key.required() ? "` (required)" : "`")
          .append(" | ")
          .append(kind(key.shape()).replace("|", "\\|"))
          .append(" | ")
          .append(key.preset().isEmpty() ? "" : "`" + key.preset() + "`")
          .append(" | ")
          .append(key.doc())
          .append(" |\n");
    }
    text.append('\n');
  }

  private static String kind(Shape shape) {
    return switch (shape) {
      case Shape.Scalar scalar -> scalar.type().title();
      case Shape.Sequence sequence -> "list of " + kind(sequence.element());
      case Shape.Mapping mapping ->
          "map of " + mapping.keys().title() + " to " + kind(mapping.values());
      case Shape.Group group -> "[" + group.name() + "](#" + group.name() + ")";
    };
  }
}
