package io.crosstide.mirror;

import io.crosstide.ledger.LaneLedger;
import io.crosstide.ledger.Loss;
import io.crosstide.ledger.Note;
import io.crosstide.status.LaneLosses;
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
        reason(state, progress, fetchTrouble),
        counters.records,
        counters.bytes,
        counters.batches(),
        counters.dropped(),
        counters.retries,
        progress.position(),
        progress.sourceEnd(),
        progress.lag(),
        progress.lag() > 0 ? oldestMs(state, progress) : -1,
        progress.unfenced() != null && state instanceof LaneState.Working,
        losses(progress.ledger()));
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
        false,
        LaneLosses.NONE);
  }

  /** What waits at the source unread is not older than the last fetch, as far as can be told. */
  private static long oldestMs(LaneState state, Progress progress) {
    long known =
        state instanceof LaneState.Working(Copying copying)
            ? copying.oldestTimestampMs()
            : progress.oldestMs();
    return known >= 0 ? known : progress.source().atMs();
  }

  private static LaneLosses losses(LaneLedger ledger) {
    int open = 0;
    long offsets = 0;
    long quarantined = 0;
    for (Note note : ledger.notes().all()) {
      switch (note.loss().kind()) {
        case GAP, SOURCE_RESET -> {
          boolean ahead = note.open() && ledger.nextSource() < note.loss().to();
          open += ahead ? 1 : 0;
          offsets += note.open() ? 0 : note.loss().offsets();
        }
        case QUARANTINED -> quarantined++;
        case BEGAN, EPOCH, TARGET_LOSS -> {}
      }
    }
    return new LaneLosses(open, offsets, quarantined);
  }

  private static String reason(LaneState state, Progress progress, Failure fetchTrouble) {
    if (state.trouble() != null) {
      return state.trouble().toString();
    }
    if (!(state instanceof LaneState.Working)) {
      return "";
    }
    if (fetchTrouble != null) {
      return fetchTrouble.toString();
    }
    Loss lost = progress.counters().newestLoss;
    if (lost != null) {
      return "%s: source offsets %d to %d, %s; see crosstide gaps"
          .formatted(lost.kind().label(), lost.from(), lost.to(), lost.why());
    }
    Failure unfenced = progress.unfenced();
    return unfenced == null
        ? ""
        : "at-least-once: the target grants no transactional id, " + unfenced;
  }
}
