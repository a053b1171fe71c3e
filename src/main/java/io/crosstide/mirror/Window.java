package io.crosstide.mirror;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The batches of one lane that were sent and are not settled, in order. */
final class Window {
  /**
   * What a broker remembers per producer and partition, and so the most that may be under way
   * (KIP-98, KAFKA-5494).
   */
  static final int MAX_IN_FLIGHT = 5;

  /** A sent batch and what became of it. */
  static final class Entry {
    final OutBatch batch;
    final String path;
    final long sentAtMs;
    final long oldestMs;
    long sourceNext;
    private boolean waiting = true;
    private boolean uncertain;
    private long targetOffset = -1;
    private Failure failure;

    private Entry(OutBatch batch, String path, long sentAtMs, long oldestMs) {
      this.batch = batch;
      this.path = path;
      this.sentAtMs = sentAtMs;
      this.oldestMs = oldestMs;
      this.sourceNext = batch.sourceNext();
    }

    long targetOffset() {
      return targetOffset;
    }

    private boolean acknowledged() {
      return !waiting && failure == null;
    }
  }

  private final ArrayDeque<Entry> entries = new ArrayDeque<>(MAX_IN_FLIGHT);

  boolean isEmpty() {
    return entries.isEmpty();
  }

  int size() {
    return entries.size();
  }

  Entry oldest() {
    return entries.peekFirst();
  }

  Entry newest() {
    return entries.peekLast();
  }

  /**
   * @param nowMs when it was sent for the first time
   * @param oldestMs timestamp of its first record
   */
  void sent(OutBatch batch, String path, long nowMs, long oldestMs) {
    if (entries.size() >= MAX_IN_FLIGHT) {
      throw new IllegalStateException("more than " + MAX_IN_FLIGHT + " batches under way");
    }
    entries.addLast(new Entry(batch, path, nowMs, oldestMs));
  }

  /** False when no sent batch began with this sequence. */
  boolean acknowledge(int baseSequence, long targetOffset) {
    Entry entry = waiting(baseSequence);
    if (entry == null) {
      return false;
    }
    entry.waiting = false;
    entry.targetOffset = targetOffset;
    return true;
  }

  /** False when no sent batch began with this sequence. */
  boolean fail(int baseSequence, Failure failure) {
    Entry entry = waiting(baseSequence);
    if (entry == null) {
      return false;
    }
    entry.waiting = false;
    entry.failure = failure;
    return true;
  }

  /** The oldest batch when it is acknowledged, taken out; otherwise null. */
  Entry settle() {
    Entry first = entries.peekFirst();
    return first != null && first.acknowledged() ? entries.pollFirst() : null;
  }

  /** The failure that came first in the order of the records, or null. */
  Failure firstFailure() {
    for (Entry entry : entries) {
      if (entry.failure != null) {
        return entry.failure;
      }
    }
    return null;
  }

  /** True when every batch has its answer. */
  boolean answered() {
    return entries.stream().noneMatch(entry -> entry.waiting);
  }

  /**
   * True when the oldest batch may be in the log although its last attempt was answered otherwise:
   * an attempt before it had no answer.
   */
  boolean uncertain() {
    Entry first = entries.peekFirst();
    return first != null && first.uncertain;
  }

  /**
   * True when a batch was appended although one before it was not: the copy's order would be
   * broken.
   */
  boolean overtaken() {
    boolean refused = false;
    for (Entry entry : entries) {
      if (refused && entry.acknowledged()) {
        return true;
      }
      refused |=
          entry.failure != null
              && entry.failure.kind() != Failure.Kind.TRANSIENT
              && !entry.uncertain;
    }
    return false;
  }

  /** Hands every batch that failed to {@code send}, in order, and waits for it again. */
  void resend(Consumer<OutBatch> send) {
    entries.stream().filter(entry -> entry.failure != null).forEach(entry -> resend(entry, send));
  }

  /** The same for the oldest of them alone. */
  void resendOldest(Consumer<OutBatch> send) {
    entries.stream()
        .filter(entry -> entry.failure != null)
        .findFirst()
        .ifPresent(entry -> resend(entry, send));
  }

  private static void resend(Entry entry, Consumer<OutBatch> send) {
    entry.uncertain |= entry.failure.kind() == Failure.Kind.TRANSIENT;
    entry.failure = null;
    entry.waiting = true;
    send.accept(entry.batch);
  }

  boolean any(Predicate<OutBatch> wanted) {
    return entries.stream().anyMatch(entry -> wanted.test(entry.batch));
  }

  void clear() {
    entries.forEach(entry -> entry.batch.hold().close());
    entries.clear();
  }

  private Entry waiting(int baseSequence) {
    for (Entry entry : entries) {
      if (entry.waiting && entry.batch.baseSequence() == baseSequence) {
        return entry;
      }
    }
    return null;
  }
}
