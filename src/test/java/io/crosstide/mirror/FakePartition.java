package io.crosstide.mirror;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * A partition's replicated log at its leader. What is appended becomes visible, and is
 * acknowledged, when the high watermark passes it; a leader change may cut off what lies above.
 * Does not do: segments, leader epochs in requests, verification of transactions, message formats
 * before v2.
 */
final class FakePartition {
  static final Failure NO_LEADER =
      new Failure(Failure.Kind.TRANSIENT, "NOT_LEADER_OR_FOLLOWER", "the leader is away");
  private static final int REPLICATION_MS = 15;

  /** A new leader knows the high watermark when its followers have fetched. */
  private static final int CATCH_UP_MS = 500;

  /** Told of everything that changes the log. */
  interface Watcher {
    void appended(FakePartition partition, LogBatch batch, String writer);

    void truncated(FakePartition partition, long end);

    void removed(FakePartition partition, long offset);
  }

  private record Acknowledgement(long end, Runnable done, Runnable lost) {}

  final String cluster;
  final TargetPartition name;
  final FakeProducers producers = new FakeProducers();
  final FakeTransactions transactions = new FakeTransactions();
  final List<Runnable> readers = new ArrayList<>();
  boolean logAppendTime;
  int maxBatchBytes = Integer.MAX_VALUE;

  /** What every batch is refused with at present, or null. */
  Failure refusal;

  /** Numbers of records that are refused for good. */
  LongPredicate poison = number -> false;

  private final Timeline timeline;
  private final Watcher watcher;
  private final TreeMap<Long, LogBatch> batches = new TreeMap<>();
  private final List<Acknowledgement> waiting = new ArrayList<>();
  private long start;
  private long end;
  private long replicated;
  private long visible;
  private boolean up = true;
  private int leaderEpoch;

  FakePartition(String cluster, TargetPartition name, Timeline timeline, Watcher watcher) {
    this.cluster = cluster;
    this.name = name;
    this.timeline = timeline;
    this.watcher = watcher;
  }

  boolean up() {
    return up;
  }

  long start() {
    return start;
  }

  long end() {
    return end;
  }

  long highWatermark() {
    return visible;
  }

  /** What can't be lost any more, whatever the present leader knows of it. */
  long replicated() {
    return replicated;
  }

  long lastStableOffset() {
    return transactions.lastStableOffset(visible);
  }

  /** Answers once: with the offset when all replicas have it, or with why not. */
  void append(ByteBuffer bytes, String writer, Consumer<Long> done, Consumer<Failure> refused) {
    if (!up) {
      refused.accept(NO_LEADER);
      return;
    }
    Failure failure = check(bytes);
    if (failure != null) {
      refused.accept(failure);
      return;
    }
    LogBatch candidate = new LogBatch(bytes, () -> {});
    boolean idempotent = candidate.summary.producerId() >= 0;
    long duplicate = idempotent ? producers.duplicateOf(candidate) : -1;
    if (duplicate >= 0) {
      acknowledge(
          duplicate + candidate.summary.recordCount(), () -> done.accept(duplicate), refused);
      return;
    }
    failure = idempotent ? producers.check(candidate) : null;
    if (failure != null) {
      refused.accept(failure);
      return;
    }
    long offset = store(bytes, writer);
    acknowledge(end, () -> done.accept(offset), refused);
  }

  private Failure check(ByteBuffer bytes) {
    if (!TestBatch.intact(bytes)) {
      return new Failure(Failure.Kind.CORRUPT, "CORRUPT_MESSAGE", "checksum of " + name);
    }
    if (refusal != null) {
      return refusal;
    }
    if (bytes.remaining() > maxBatchBytes) {
      return new Failure(
          Failure.Kind.REFUSED, "MESSAGE_TOO_LARGE", bytes.remaining() + " > " + maxBatchBytes);
    }
    if (TestBatch.read(bytes).values().stream().anyMatch(r -> poison.test(r.number()))) {
      return new Failure(Failure.Kind.REFUSED, "INVALID_RECORD", "poison");
    }
    boolean consecutive = bytes.getInt(57) == bytes.getInt(23) + 1;
    boolean control = (bytes.getShort(21) & TestBatch.CONTROL) != 0;
    return consecutive && !control
        ? null
        : new Failure(Failure.Kind.REFUSED, "INVALID_RECORD", "holes or a control batch");
  }

  private long store(ByteBuffer bytes, String writer) {
    bytes.putLong(0, end);
    if (logAppendTime) {
      TestBatch.stampLogAppendTime(bytes, timeline.nowMs());
    }
    var undo = new ArrayList<Runnable>();
    var batch = new LogBatch(bytes, () -> undo.reversed().forEach(Runnable::run));
    if (batch.summary.producerId() >= 0) {
      undo.add(producers.append(batch));
    }
    if (batch.transactional) {
      undo.add(transactions.began(batch.summary.producerId(), batch.base));
    }
    add(batch, writer);
    return batch.base;
  }

  /** Writes a transaction marker; {@code done} once all replicas have it. */
  void mark(long producerId, short epoch, boolean commit, Runnable done, Runnable lost) {
    if (!up || !producers.takes(producerId, epoch)) {
      lost.run();
      return;
    }
    ByteBuffer bytes = TestBatch.marker(producerId, epoch, commit, timeline.nowMs());
    bytes.putLong(0, end);
    var undo = new ArrayList<Runnable>();
    undo.add(producers.marker(producerId, epoch, timeline.nowMs()));
    undo.add(transactions.ended(producerId, end, commit));
    add(new LogBatch(bytes, () -> undo.reversed().forEach(Runnable::run)), "coordinator");
    acknowledge(end, done, failure -> lost.run());
  }

  private void add(LogBatch batch, String writer) {
    batches.put(batch.base, batch);
    end = batch.last + 1;
    timeline.trace("%s/%s of %s: %s", cluster, name, writer, batch.summary);
    watcher.appended(this, batch, writer);
    replicate(end, REPLICATION_MS);
  }

  private void replicate(long upTo, int withinMs) {
    int epoch = leaderEpoch;
    timeline.in(
        timeline.between(0, withinMs),
        () -> {
          if (epoch == leaderEpoch) {
            replicated = Math.max(replicated, upTo);
            visible = Math.max(visible, replicated);
            settle();
          }
        });
  }

  private void acknowledge(long upTo, Runnable done, Consumer<Failure> refused) {
    waiting.add(new Acknowledgement(upTo, done, () -> refused.accept(NO_LEADER)));
    settle();
  }

  private void settle() {
    List<Acknowledgement> ready = waiting.stream().filter(w -> w.end() <= visible).toList();
    waiting.removeAll(ready);
    ready.forEach(w -> w.done().run());
    notifyReaders();
  }

  private void notifyReaders() {
    List<Runnable> woken = List.copyOf(readers);
    readers.clear();
    woken.forEach(Runnable::run);
  }

  /**
   * The leader goes away; who was waiting is told so, and does not learn what became of its batch.
   */
  void leaderGoes() {
    timeline.trace(
        "%s/%s leader goes, %d to %d replicated %d", cluster, name, start, end, replicated);
    up = false;
    leaderEpoch++;
    List<Acknowledgement> lost = List.copyOf(waiting);
    waiting.clear();
    lost.forEach(w -> w.lost().run());
  }

  /**
   * A replica takes over: has all that was acknowledged, part of the rest, and an older high
   * watermark.
   */
  void leaderComes() {
    while (end > replicated && timeline.chance(0.5)) {
      LogBatch cut = batches.pollLastEntry().getValue();
      end = cut.base;
      cut.undo.run();
      watcher.truncated(this, end);
    }
    up = true;
    for (int behind = timeline.between(0, 4); behind > 0; behind--) {
      Long older = batches.lowerKey(visible);
      visible = older == null ? visible : older;
    }
    timeline.trace("%s/%s leader comes, ends %d visible %d", cluster, name, end, visible);
    replicate(end, CATCH_UP_MS);
    notifyReaders();
  }

  /**
   * Batches from the one that holds {@code offset}, up to {@code before}; at least one if there is
   * one.
   */
  List<LogBatch> read(long offset, long before, int maxBytes) {
    var found = new ArrayList<LogBatch>();
    Long from = batches.floorKey(offset);
    int bytes = 0;
    for (LogBatch batch : batches.tailMap(from == null ? offset : from).values()) {
      if (batch.last < offset) {
        continue;
      }
      if (batch.last >= before || (bytes += batch.bytes.limit()) > maxBytes && !found.isEmpty()) {
        break;
      }
      found.add(batch);
    }
    return found;
  }

  /** Retention: what ends before {@code offset} goes. */
  void deleteBefore(long offset) {
    while (!batches.isEmpty() && batches.firstEntry().getValue().last < offset) {
      LogBatch gone = batches.pollFirstEntry().getValue();
      start = gone.last + 1;
      gone.records.keySet().forEach(record -> watcher.removed(this, record));
    }
  }

  /** The cleaner keeps the batch that has an active producer's last sequence number (KIP-98). */
  private boolean keepsProducer(LogBatch batch) {
    long id = batch.summary.producerId();
    return producers.knows(id)
        && batches.tailMap(batch.base, false).values().stream()
            .noneMatch(later -> later.summary.producerId() == id);
  }

  /** Compaction: some records between the two offsets go, now and then a whole batch. */
  void compact(long from, long before) {
    for (LogBatch batch : List.copyOf(batches.subMap(from, Math.max(from, before)).values())) {
      if (batch.control() || batch.last >= before || batch.last + 1 >= end) {
        continue;
      }
      List<Long> gone =
          batch.records.keySet().stream().filter(offset -> timeline.chance(0.3)).toList();
      if (gone.size() == batch.records.size() && timeline.chance(0.5) && !keepsProducer(batch)) {
        batches.remove(batch.base);
      } else if (!gone.isEmpty()) {
        batches.put(batch.base, batch.without(gone));
      }
      gone.forEach(record -> watcher.removed(this, record));
    }
  }
}
