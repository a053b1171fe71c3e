package io.crosstide.topology;

import java.util.List;
import java.util.Optional;

/**
 * What may stand at a place of a topology file. Reading, the JSON Schema and the reference are all
 * made from {@link TopologyShape}, so they can't disagree.
 */
sealed interface Shape {
  /** One value. */
  record Scalar(ScalarType<?> type) implements Shape {}

  /** A list with at least one element. */
  record Sequence(Shape element) implements Shape {}

  /** A map whose keys the author chooses. */
  record Mapping(ScalarType<?> keys, Shape values) implements Shape {}

  /**
   * A map with known keys.
   *
   * @param name in the schema and in the reference
   * @param exactlyOne whether one key stands for all: the keys are alternatives
   */
  record Group(String name, String doc, List<Key> keys, boolean exactlyOne) implements Shape {
    public Group {
      keys = List.copyOf(keys);
    }

    Optional<Key> key(String name) {
      return keys.stream().filter(key -> key.name().equals(name)).findFirst();
    }
  }

  /**
   * A known key.
   *
   * @param preset what holds when the key is not there, as it would be written; empty: nothing
   */
  record Key(String name, Shape shape, boolean required, String preset, String doc) {
    /** What holds when the key is not there. */
    Object presetValue() {
      if (shape instanceof Scalar scalar && !preset.isEmpty()) {
        return scalar.type().read(preset);
      }
      throw new IllegalStateException(name + " has no preset");
    }
  }
}
