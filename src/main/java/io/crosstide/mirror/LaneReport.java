package io.crosstide.mirror;

import io.crosstide.ledger.LaneLedger;
import io.crosstide.status.LaneStatus;
import java.util.Map;

/** What a lane says about itself. */
final class LaneReport {
  private LaneReport() {}

  /**
   * How far a lane is.
   *
   * @param unfenced why former owners are not fenced, or null
   * @param oldestMs timestamp of the oldest record that waited when the copy last ended, or -1
   */
  record Progress(
      LaneLedger ledger,
      LaneCounters counters,
      Failure unfenced,
      FetchedChunk.Bounds source,
      long oldestMs) {
    private long position() {
      return ledger.isEmpty() ? -1 : ledger.nextSource();
    }

    private long sourceEnd() {
      return source.readableEnd() < 0 ? -1 : Math.max(source.readableEnd(), position());
    }

    private long lag() {
      return position() < 0 || sourceEnd() < 0 ? -1 : sourceEnd() - position();
    }
  }

  /**
   * @param fetchTrouble what keeps the lane from being fetched, or null
   */
  static LaneStatus of(
      LaneId id, LaneSettings settings, LaneState state, Progress progress, Failure fetchTrouble) {
    LaneCounters counters = progress.counters();
    return new LaneStatus(
        id.sourceTopic(),
        id.partition(),
        settings.target().topic(),
        state.label(),
        reason(state, progress.unfenced(), fetchTrouble),
        counters.records,
        counters.bytes,
        counters.batches(),
        counters.dropped(),
        counters.retries,
        progress.position(),
        progress.sourceEnd(),
        progress.lag(),
        progress.lag() > 0 ? oldestMs(state, progress) : -1,
        progress.unfenced() != null && state instanceof LaneState.Working);
  }

  /** The face of a lane that could not even begin. */
  static LaneStatus refused(LaneId id, LaneSettings settings, String reason) {
    return new LaneStatus(
        id.sourceTopic(),
        id.partition(),
        settings.target().topic(),
        "stopped",
        reason,
        0,
        0,
        Map.of(),
        Map.of(),
        0,
        -1,
        -1,
        -1,
        -1,
        false);
  }

  /** What waits at the source unread is not older than the last fetch, as far as can be told. */
  private static long oldestMs(LaneState state, Progress progress) {
    long known =
        state instanceof LaneState.Working(Copying copying)
            ? copying.oldestTimestampMs()
            : progress.oldestMs();
    return known >= 0 ? known : progress.source().atMs();
  }

  private static String reason(LaneState state, Failure unfenced, Failure fetchTrouble) {
    if (state.trouble() != null) {
      return state.trouble().toString();
    }
    if (!(state instanceof LaneState.Working)) {
      return "";
    }
    if (fetchTrouble != null) {
      return fetchTrouble.toString();
    }
    return unfenced == null
        ? ""
        : "at-least-once: the target grants no transactional id, " + unfenced;
  }
}
