package io.crosstide.topology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads nodes by their shape. What is wrong is told and left out; the rest is still read. */
final class ShapeReader {
  private static final String MERGE_KEY = "<<";

  private final Problems problems;

  ShapeReader(Problems problems) {
    this.problems = problems;
  }

  Optional<Parsed> read(Node node, Shape shape, String path) {
    Place place = Place.of(path, node.getStartMark());
    if (!standardTag(node)) {
      problems.error(place, "has the YAML tag " + node.getTag().getValue(), "remove the tag");
      return Optional.empty();
    }
    return switch (shape) {
      case Shape.Scalar scalar -> scalar(node, scalar.type(), place);
      case Shape.Sequence sequence -> sequence(node, sequence, place);
      case Shape.Mapping mapping -> mapping(node, mapping, place);
      case Shape.Group group -> group(node, group, place);
    };
  }

  private static boolean standardTag(Node node) {
    return Tag.standardTags.contains(node.getTag()) || node.getTag().equals(Tag.MERGE);
  }

  private Optional<Parsed> scalar(Node node, ScalarType<?> type, Place place) {
    if (!(node instanceof ScalarNode scalar) || node.getTag().equals(Tag.NULL)) {
      problems.error(place, "must be a single value: " + type.title(), "");
      return Optional.empty();
    }
    return typed(scalar.getValue(), type, place);
  }

  private Optional<Parsed> typed(String text, ScalarType<?> type, Place place) {
    try {
      return Optional.of(new Parsed.Value(place, type.read(text), text));
    } catch (BadValueException e) {
      problems.error(place, e.getMessage(), e.mend());
    } catch (IllegalArgumentException | ArithmeticException e) {
      problems.error(place, e.getMessage(), "");
    }
    return Optional.empty();
  }

  private Optional<Parsed> sequence(Node node, Shape.Sequence shape, Place place) {
    if (!(node instanceof SequenceNode sequence)) {
      problems.error(place, "must be a list", "write [a, b], or one \"- a\" per line");
      return Optional.empty();
    }
    if (sequence.getValue().isEmpty()) {
      problems.error(place, "is an empty list", "remove it, or put something in");
    }
    List<Parsed> items = new ArrayList<>();
    for (int i = 0; i < sequence.getValue().size(); i++) {
      read(sequence.getValue().get(i), shape.element(), place.path() + "[" + i + "]")
          .ifPresent(items::add);
    }
    return Optional.of(new Parsed.Items(place, items));
  }

  private Optional<Parsed> mapping(Node node, Shape.Mapping shape, Place place) {
    Optional<Map<String, NodeTuple>> entries = entries(node, place);
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Parsed> fields = new LinkedHashMap<>();
    Map<String, Place> keys = new LinkedHashMap<>();
    entries
        .get()
        .forEach(
            (name, entry) -> {
              Place key = Place.of(inside(place, name), entry.getKeyNode().getStartMark());
              keys.put(name, key);
              if (typed(name, shape.keys(), key).isPresent()) {
                read(entry.getValueNode(), shape.values(), key.path())
                    .ifPresent(value -> fields.put(name, value));
              }
            });
    return Optional.of(new Parsed.Fields(place, fields, keys));
  }

  private Optional<Parsed> group(Node node, Shape.Group group, Place place) {
    Optional<Map<String, NodeTuple>> entries = entries(node, place);
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Parsed> fields = new LinkedHashMap<>();
    Map<String, Place> keys = new LinkedHashMap<>();
    List<String> known = group.keys().stream().map(Shape.Key::name).toList();
    entries
        .get()
        .forEach(
            (name, entry) -> {
              Place at = Place.of(inside(place, name), entry.getKeyNode().getStartMark());
              keys.put(name, at);
              Optional<Shape.Key> key = group.key(name);
              if (key.isEmpty()) {
                problems.error(at, "unknown key", DidYouMean.mend(name, known));
              } else {
                read(entry.getValueNode(), key.get().shape(), at.path())
                    .ifPresent(value -> fields.put(name, value));
              }
            });
    checkPresence(group, keys, place);
    return Optional.of(new Parsed.Fields(place, fields, keys));
  }

  private void checkPresence(Shape.Group group, Map<String, Place> present, Place place) {
    for (Shape.Key key : group.keys()) {
      if (key.required() && !present.containsKey(key.name())) {
        problems.error(place, "\"" + key.name() + "\" is missing", key.doc());
      }
    }
    if (group.exactlyOne() && present.size() != 1) {
      problems.error(
          place,
          "must have exactly one key",
          "one of " + String.join(", ", group.keys().stream().map(Shape.Key::name).toList()));
    }
  }

  /** The entries of a map in order; a key without value is an empty map. */
  private Optional<Map<String, NodeTuple>> entries(Node node, Place place) {
    if (node.getTag().equals(Tag.NULL)) {
      return Optional.of(Map.of());
    }
    if (!(node instanceof MappingNode mapping)) {
      problems.error(place, "must be a map", "write \"key: value\" lines beneath it");
      return Optional.empty();
    }
    Map<String, NodeTuple> entries = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      Place key = Place.of(place.path(), entry.getKeyNode().getStartMark());
      if (!(entry.getKeyNode() instanceof ScalarNode scalar)) {
        problems.error(key, "has a key that is no single word", "");
      } else if (scalar.getValue().equals(MERGE_KEY)) {
        problems.error(key, "has a YAML merge key (<<), which a topology must not hold", "");
      } else if (entries.putIfAbsent(scalar.getValue(), entry) != null) {
        problems.error(
            Place.of(inside(place, scalar.getValue()), entry.getKeyNode().getStartMark()),
            "stands here a second time",
            "keep one of the two");
      }
    }
    return Optional.of(entries);
  }

  private static String inside(Place place, String name) {
    return place.path().isEmpty() ? name : place.path() + "." + name;
  }
}
