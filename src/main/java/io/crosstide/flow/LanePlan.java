package io.crosstide.flow;

import io.crosstide.batch.Codec;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.LaneSettings;
import io.crosstide.mirror.Pace;
import io.crosstide.mirror.TargetPartition;
import io.crosstide.reconcile.ObservedTopic;
import io.crosstide.reconcile.TopicsPlan.Mirrored;
import io.crosstide.topology.Flow;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The lanes of a flow, from what was observed of its topics. */
final class LanePlan {
  /** Kafka's own default, for a target that does not let its configs be read. */
  static final int DEFAULT_MAX_BATCH_BYTES = 1_048_588;

  private final Flow flow;
  private final Pace flowPace;
  private final Map<String, Pace> paces = new HashMap<>();

  LanePlan(Flow flow) {
    this.flow = flow;
    this.flowPace = Pace.UNLIMITED.and(flow.limits().bytesPerSecond());
  }

  Map<LaneId, LaneSettings> lanes(List<Mirrored> topics) {
    Map<LaneId, LaneSettings> lanes = new HashMap<>();
    for (Mirrored topic : topics) {
      for (int partition = 0; partition < topic.partitions(); partition++) {
        lanes.put(
            new LaneId(flow.name(), topic.source().name(), partition), settings(topic, partition));
      }
    }
    return lanes;
  }

  /** The limit that a topic's lanes share; the same object in every round. */
  Map<String, Pace> paces(List<Mirrored> topics) {
    for (Mirrored topic : topics) {
      paces.computeIfAbsent(
          topic.source().name(), name -> flowPace.and(topic.plan().bytesPerSecond()));
    }
    return paces;
  }

  /** What a mirror can't keep, whatever it does, in words; empty when all is well. */
  static Optional<String> unfaithful(Mirrored topic) {
    boolean stamps =
        topic.target().value("message.timestamp.type").filter("LogAppendTime"::equals).isPresent();
    return stamps
        ? Optional.of(
            "topic "
                + topic.target().name()
                + " of the target has message.timestamp.type=LogAppendTime and overwrites the"
                + " timestamps of its records; set it to CreateTime")
        : Optional.empty();
  }

  private LaneSettings settings(Mirrored topic, int partition) {
    ObservedTopic target = topic.target();
    return new LaneSettings(
        new TargetPartition(target.name(), partition),
        topic.plan().start(),
        flow.forward(),
        target.value("compression.type").flatMap(LanePlan::codec),
        target.value("max.message.bytes").map(Integer::parseInt).orElse(DEFAULT_MAX_BATCH_BYTES));
  }

  private static Optional<Codec> codec(String compressionType) {
    return switch (compressionType) {
      case "producer" -> Optional.empty();
      case "uncompressed" -> Optional.of(Codec.NONE);
      default -> Optional.of(Codec.valueOf(compressionType.toUpperCase(Locale.ROOT)));
    };
  }
}
