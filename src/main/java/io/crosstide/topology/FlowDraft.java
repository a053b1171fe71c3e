package io.crosstide.topology;

import io.crosstide.topology.Parsed.Fields;
import io.crosstide.topology.Shape.Key;
import java.util.List;
import java.util.Optional;

/**
 * A flow that the file asks for, its settings still in layers.
 *
 * @param place of the flow's own entry, or of the pattern that made it
 * @param layers settings, the nearest first; what is nearer wins, key by key
 */
record FlowDraft(String source, String target, Place place, List<Fields> layers) {
  FlowDraft {
    layers = List.copyOf(layers);
  }

  String name() {
    return Flow.name(source, target);
  }

  /** What the nearest layer says, or what holds when none does. */
  <T> T value(Key key, Class<T> type) {
    return said(key, type).orElseGet(() -> type.cast(key.presetValue()));
  }

  /** What the nearest layer says. */
  <T> Optional<T> said(Key key, Class<T> type) {
    return nearest(key).map(parsed -> Parsed.valueOf(parsed, type));
  }

  Optional<Parsed> nearest(Key key) {
    return layers.stream().flatMap(layer -> layer.get(key).stream()).findFirst();
  }

  /** The elements of the list that the nearest layer has; none when no layer has one. */
  <T> List<T> items(Key key, Class<T> type) {
    return nearest(key).map(Parsed.Items.class::cast).stream()
        .flatMap(items -> items.items().stream())
        .map(item -> Parsed.valueOf(item, type))
        .toList();
  }

  /** The settings inside a group of settings, joined over the layers key by key. */
  FlowDraft within(Key group) {
    return new FlowDraft(
        source,
        target,
        place,
        layers.stream().flatMap(layer -> layer.map(group).stream()).toList());
  }

  /** Where the nearest layer that has the key has it; the flow's own place when none does. */
  Place placeOf(Key key) {
    return layers.stream()
        .filter(layer -> layer.keys().containsKey(key.name()))
        .map(layer -> layer.keyPlace(key.name()))
        .findFirst()
        .orElse(place);
  }
}
