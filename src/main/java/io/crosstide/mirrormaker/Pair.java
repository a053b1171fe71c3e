package io.crosstide.mirrormaker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A flow of MirrorMaker 2 and how its settings are found: the nearest wins. */
record Pair(String source, String target) {
  String name() {
    return source + "->" + target;
  }

  /** {@code A->B.x} over {@code x}. */
  static Optional<Setting> said(Settings settings, Pair pair, String key) {
    return settings.first(List.of(pair.name() + "." + key, key));
  }

  /**
   * {@code A->B.consumer.x} over {@code A.consumer.x} over {@code A.x}, and so at the top level.
   */
  Optional<Setting> ofConsumer(Settings settings, String key) {
    List<String> keys = new ArrayList<>();
    for (String role : List.of("source.consumer.", "consumer.override.", "consumer.")) {
      keys.add(name() + "." + role + key);
    }
    keys.add(source + ".consumer." + key);
    keys.add(source + "." + key);
    keys.add("consumer." + key);
    keys.add(key);
    return settings.first(keys);
  }
}
