package io.crosstide.flow;

import io.crosstide.kafka.ClusterProperties;
import io.crosstide.kafka.MirrorMakerOffsets;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.LaneSettings;
import io.crosstide.topology.Flow;
import io.crosstide.topology.StartPosition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Where lanes begin that take over from MirrorMaker 2. Each of its topics is read once, when a lane
 * first asks; what it copies afterwards is not seen. One thread.
 */
final class MirrorMakerPositions {
  private final Flow flow;
  private final ClusterProperties target;
  private final Predicate<String> mirroredBefore;
  private final Map<String, MirrorMakerOffsets> read = new HashMap<>();
  private final Map<String, String> trouble = new HashMap<>();

  /**
   * @param mirroredBefore whether a partition of this source topic is in the ledger already
   */
  MirrorMakerPositions(Flow flow, ClusterProperties target, Predicate<String> mirroredBefore) {
    this.flow = flow;
    this.target = target;
    this.mirroredBefore = mirroredBefore;
  }

  /**
   * The same lanes with a start that a source can find, without those that have none.
   *
   * @throws io.crosstide.kafka.ClusterException when the target does not answer or refuses
   */
  Map<LaneId, LaneSettings> resolved(Map<LaneId, LaneSettings> wanted) {
    trouble.clear();
    Map<String, Optional<MirrorMakerOffsets>> asked = new HashMap<>();
    Map<LaneId, LaneSettings> resolved = new HashMap<>();
    wanted.forEach(
        (id, settings) -> {
          if (settings.start() instanceof StartPosition.MirrorMaker start) {
            String topic = start.topic(flow.source().alias());
            position(id, topic, asked.computeIfAbsent(topic, this::offsets))
                .ifPresent(position -> resolved.put(id, settings.startingAt(position)));
          } else {
            resolved.put(id, settings);
          }
        });
    return resolved;
  }

  /** Why lanes are left out, by subject. */
  Map<String, String> trouble() {
    return Map.copyOf(trouble);
  }

  private Optional<StartPosition> position(
      LaneId lane, String topic, Optional<MirrorMakerOffsets> offsets) {
    if (offsets.isPresent()) {
      OptionalLong next = offsets.get().next(lane.sourceTopic(), lane.partition());
      return Optional.of(
          next.isPresent()
              ? new StartPosition.Offset(next.getAsLong())
              : new StartPosition.Earliest());
    }
    if (mirroredBefore.test(lane.sourceTopic())) {
      // Taken over long ago: the ledger says where, and new partitions have nothing to take over.
      return Optional.of(new StartPosition.Earliest());
    }
    trouble.put(
        "start " + topic,
        ("topic %s at %s says nothing of %s: where MirrorMaker 2 keeps other offsets, say start:"
                + " mirror-maker:TOPIC; to copy everything once more, start: earliest")
            .formatted(topic, flow.target().alias(), flow.source().alias()));
    return Optional.empty();
  }

  private Optional<MirrorMakerOffsets> offsets(String topic) {
    MirrorMakerOffsets known = read.get(topic);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<MirrorMakerOffsets> found = MirrorMakerOffsets.read(flow, target, topic);
    found.ifPresent(offsets -> read.put(topic, offsets));
    return found;
  }
}
