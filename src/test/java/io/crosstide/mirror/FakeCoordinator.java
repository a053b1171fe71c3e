package io.crosstide.mirror;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A cluster's transaction coordinator, as of the protocol before KIP-890: the end of a transaction
 * does not raise the epoch. Does not do: time-outs of transactions, several partitions in one.
 */
final class FakeCoordinator {
  static final long MARKER_RETRY_MS = 100;
  private static final short MAX_EPOCH = Short.MAX_VALUE - 1;

  private static final class Entry {
    private long producerId;
    private short epoch = -1;
    private FakePartition ongoing;
    private boolean completing;
  }

  private final Timeline timeline;
  private final Map<String, Entry> entries = new HashMap<>();
  private long nextProducerId;
  boolean up = true;

  /** What claims are refused with, or null: a target that grants no transactional ids. */
  Failure refusal;

  FakeCoordinator(Timeline timeline, long firstProducerId) {
    this.timeline = timeline;
    this.nextProducerId = firstProducerId;
  }

  long freshProducerId() {
    return nextProducerId++;
  }

  /** Most epochs of everybody are used up. */
  void exhaustEpochs() {
    entries.values().forEach(entry -> entry.epoch = (short) Math.max(entry.epoch, MAX_EPOCH - 2));
  }

  /** transactional.id.expiration.ms is over for everybody. */
  void expire() {
    entries.clear();
  }

  /** InitProducerId: aborts what is open, with a raised epoch, before it answers. */
  void claim(String transactionalId, Consumer<LaneEvent> reply) {
    Failure failure = up ? refusal : busy("NOT_COORDINATOR");
    Entry entry = failure == null ? entries.computeIfAbsent(transactionalId, id -> fresh()) : null;
    if (entry != null && entry.ongoing != null) {
      if (!entry.completing) {
        entry.epoch++;
        complete(entry, () -> {});
      }
      failure = busy("CONCURRENT_TRANSACTIONS");
    }
    if (failure != null) {
      reply.accept(new LaneEvent.OperationFailed("claim", failure));
      return;
    }
    if (entry.epoch >= MAX_EPOCH) {
      entry.producerId = freshProducerId();
      entry.epoch = -1;
    }
    entry.epoch++;
    reply.accept(new LaneEvent.Claimed(entry.producerId, entry.epoch));
  }

  /** InitProducerId by who says to be the present owner (KIP-360). */
  void renew(String transactionalId, long producerId, short epoch, Consumer<LaneEvent> reply) {
    Entry entry = entries.get(transactionalId);
    boolean theirs = entry != null && (entry.producerId != producerId || entry.epoch != epoch);
    if (up && theirs) {
      var failure = new Failure(Failure.Kind.FENCED, "PRODUCER_FENCED", transactionalId);
      reply.accept(new LaneEvent.OperationFailed("claim", failure));
    } else {
      claim(transactionalId, reply);
    }
  }

  /** AddPartitionsToTxn: null when done. */
  Failure begin(String transactionalId, long producerId, short epoch, FakePartition partition) {
    if (!up) {
      return busy("NOT_COORDINATOR");
    }
    Entry entry = entries.get(transactionalId);
    if (entry == null || entry.producerId != producerId) {
      return new Failure(
          Failure.Kind.LOST_SEQUENCE, "INVALID_PRODUCER_ID_MAPPING", transactionalId);
    }
    if (entry.epoch != epoch) {
      return new Failure(Failure.Kind.FENCED, "PRODUCER_FENCED", epoch + ", now " + entry.epoch);
    }
    if (entry.completing) {
      return busy("CONCURRENT_TRANSACTIONS");
    }
    entry.ongoing = partition;
    return null;
  }

  /** EndTxn with abort, confirmed: {@code Fenced} once the marker is on all replicas. */
  void abort(String transactionalId, long producerId, short epoch, Consumer<LaneEvent> reply) {
    Entry entry = entries.get(transactionalId);
    boolean present = entry != null && entry.producerId == producerId && entry.epoch == epoch;
    if (!up || !present || entry.ongoing == null || entry.completing) {
      Failure failure =
          present || !up
              ? busy("NOT_COORDINATOR")
              : new Failure(Failure.Kind.FENCED, "PRODUCER_FENCED", transactionalId);
      reply.accept(new LaneEvent.OperationFailed("fence", failure));
      return;
    }
    complete(entry, () -> reply.accept(new LaneEvent.Fenced()));
  }

  private void complete(Entry entry, Runnable done) {
    entry.completing = true;
    entry.ongoing.mark(
        entry.producerId,
        entry.epoch,
        false,
        () -> {
          entry.ongoing = null;
          entry.completing = false;
          done.run();
        },
        () -> timeline.in(MARKER_RETRY_MS, () -> complete(entry, done)));
  }

  private Entry fresh() {
    var entry = new Entry();
    entry.producerId = freshProducerId();
    return entry;
  }

  private static Failure busy(String error) {
    return new Failure(Failure.Kind.TRANSIENT, error, "asked again it may work");
  }
}
