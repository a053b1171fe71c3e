package io.crosstide.mirrormaker;

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
   * {@code A->B.source.consumer.x} over {@code A.consumer.x} over {@code A->B.consumer.x}, and
   * nothing else: MirrorConnectorConfig's sourceConsumerConfig, MirrorMakerConfig's
   * connectorBaseConfig.
   */
  Optional<Setting> ofConsumer(Settings settings, String key) {
    return settings.first(
        List.of(
            name() + ".source.consumer." + key,
            source + ".consumer." + key,
            name() + ".consumer." + key));
  }
}
