package io.crosstide.mirror;

import java.util.Optional;

/** What is done about a failure that the state in which it came can't heal. */
final class Remedies {
  private final Lane lane;
  private final Losses losses;
  private final Refusals refusals;
  private final Ownership ownership;
  private final LaneCounters counters;
  private final Patience patience = new Patience();

  Remedies(
      Lane lane, Losses losses, Refusals refusals, Ownership ownership, LaneCounters counters) {
    this.lane = lane;
    this.losses = losses;
    this.refusals = refusals;
    this.ownership = ownership;
    this.counters = counters;
  }

  /** How long to wait for what passes by itself. */
  long backoffMs() {
    return patience.backoffMs(counters.records);
  }

  /** Of a copy; what was under way has its answer. */
  void decide(Failure failure, Copying copying, long nowMs) {
    switch (failure.kind()) {
      case LOST_SEQUENCE -> lostSequence(failure, nowMs);
      case TRANSIENT -> lane.await(failure, nowMs);
      case FENCED -> ownership.takenOver(failure, nowMs);
      case REFUSED -> refusals.decide(failure, copying, nowMs);
      case OUT_OF_RANGE -> losses.decide(failure, copying, nowMs);
      case CORRUPT -> refetch(failure, copying, nowMs);
    }
  }

  /** Of a single operation on the way to a copy. */
  void decide(Failure failure, long nowMs) {
    switch (failure.kind()) {
      case FENCED -> ownership.takenOver(failure, nowMs);
      case REFUSED, OUT_OF_RANGE, CORRUPT -> lane.stop(failure, Optional.empty(), nowMs);
      case TRANSIENT, LOST_SEQUENCE -> lane.await(failure, nowMs);
    }
  }

  private void lostSequence(Failure failure, long nowMs) {
    if (patience.mayHealAtOnce(counters.records)) {
      lane.claim();
    } else {
      lane.await(failure, nowMs);
    }
  }

  private void refetch(Failure failure, Copying copying, long nowMs) {
    if (!patience.mayRefetch(counters.records)) {
      lane.stop(failure, copying.resumable(), nowMs);
    } else if (copying.replay().doubtful()) {
      lane.claim();
    } else {
      lane.work(copying.identity(), copying.replay());
    }
  }
}
