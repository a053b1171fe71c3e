package io.crosstide.mirror;

import io.crosstide.ledger.LaneLedger;
import io.crosstide.mirror.LaneState.Rereading;
import java.util.Set;

/**
 * Whether a lane had another owner since its ledger was read. Then that is read again: behind the
 * fence, and before anything is done about a loss that only an old ledger may show.
 */
final class Successors {
  private final Lane lane;
  private final LaneLedger ledger;

  /** As whom the lane had claimed when it read again before the fence, or null. */
  private ProducerIdentity looked;

  Successors(Lane lane, LaneLedger ledger) {
    this.lane = lane;
    this.ledger = ledger;
  }

  /**
   * Reads the ledger again if it may be behind; true when it does. Before the fence once per claim.
   *
   * @param former producer ids of a lane without a ledger
   */
  boolean readsAgain(ProducerIdentity identity, boolean fenced, Set<Long> former) {
    if (!mayBeBehind(identity, former) || (!fenced && identity.equals(looked))) {
      return false;
    }
    looked = fenced ? looked : identity;
    lane.enter(new Rereading(identity, fenced));
    lane.command(new LaneCommand.ReadLedger());
    return true;
  }

  private boolean mayBeBehind(ProducerIdentity identity, Set<Long> former) {
    return ledger.isEmpty()
        ? !former.isEmpty()
        : ledger.appender().map(ProducerIdentity::of).stream()
            .noneMatch(last -> last.isFollowedBy(identity));
  }
}
