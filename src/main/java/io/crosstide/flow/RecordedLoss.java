package io.crosstide.flow;

import io.crosstide.kafka.StoredNotes;
import io.crosstide.ledger.Loss;
import io.crosstide.topology.Flow;
import io.crosstide.topology.SecretSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A loss that a flow has noted in its ledger, as an operator sees it.
 *
 * @param topic source topic
 * @param partition partition on both sides
 * @param targetTopic target topic
 * @param kind {@code gap}, {@code source-reset}, {@code target-loss} or {@code quarantined}
 * @param from first source offset that is lost
 * @param to source offset after the last; equal to {@code from} when nobody can tell
 * @param at when it was noticed; empty when that is not known
 * @param open whether the lane is stopped in front of it
 * @param why in one line
 */
public record RecordedLoss(
    String topic,
    int partition,
    String targetTopic,
    String kind,
    long from,
    long to,
    Optional<Instant> at,
    boolean open,
    String why) {
  /**
   * All that a flow's ledger says.
   *
   * @throws io.crosstide.kafka.ClusterException when the target does not answer or refuses
   */
  public static List<RecordedLoss> of(Flow flow, SecretSource secrets) {
    return StoredNotes.read(flow.name(), FlowClients.of(flow, secrets).target()).stream()
        .filter(stored -> isLoss(stored.note().loss().kind()))
        .map(RecordedLoss::of)
        .toList();
  }

  private static boolean isLoss(Loss.Kind kind) {
    return switch (kind) {
      case BEGAN, EPOCH -> false;
      case GAP, SOURCE_RESET, TARGET_LOSS, QUARANTINED -> true;
    };
  }

  private static RecordedLoss of(StoredNotes.OfLane stored) {
    Loss loss = stored.note().loss();
    return new RecordedLoss(
        stored.sourceTopic(),
        stored.partition(),
        stored.targetTopic(),
        loss.kind().label(),
        loss.from(),
        loss.to(),
        loss.atMs() < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(loss.atMs())),
        stored.note().open(),
        loss.why());
  }
}
