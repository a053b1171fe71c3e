package io.crosstide.mirror;

import io.crosstide.mirror.LaneState.Following;
import io.crosstide.mirror.LaneState.Renewing;
import io.crosstide.mirror.LaneState.Working;

/** When a lane at work claims anew under the producer id that it holds (KIP-360). */
final class Renewal {
  /**
   * A transactional id that is not used for {@code transactional.id.expiration.ms} (7 days by
   * default) is forgotten, and its next claim fences nobody. So a lane claims anew so often.
   */
  static final long RENEW_MS = 8 * 3_600_000L;

  private final Lane lane;
  private long atMs = Long.MAX_VALUE;

  Renewal(Lane lane) {
    this.lane = lane;
  }

  void claimed(long nowMs) {
    atMs = nowMs + RENEW_MS - Math.floorMod(lane.id().hashCode(), RENEW_MS / 4);
  }

  /** When a lane in this state wants to renew its claim, milliseconds. */
  long atMs(LaneState state) {
    boolean sends = state instanceof Working(Copying copying) && copying.resumable().isPresent();
    return sends && lane.fencing() ? atMs : Long.MAX_VALUE;
  }

  /** At once, where no more is stored of the ledger before that. */
  void now(Copying copying, long nowMs) {
    atMs = nowMs;
    whenDue(copying, nowMs);
  }

  /** In good time; what is under way comes home before that. */
  void whenDue(Copying copying, long nowMs) {
    if (nowMs >= atMs && lane.fencing() && copying.resumable().isPresent()) {
      atMs = Long.MAX_VALUE;
      copying.hold();
    }
    if (copying.held() && copying.idle()) {
      ProducerIdentity identity = copying.identity();
      lane.enter(new Renewing());
      lane.command(new LaneCommand.Renew(identity.producerId(), identity.epoch()));
    }
  }

  /**
   * Behind a loss the lane goes on under a new epoch: what it sends there must not be counted by
   * who has read the ledger before the note.
   */
  void follow(ProducerIdentity identity) {
    if (lane.fencing()) {
      lane.enter(new Following(identity));
      lane.command(new LaneCommand.Renew(identity.producerId(), identity.epoch()));
    } else {
      lane.work(identity, Replay.none());
    }
  }
}
