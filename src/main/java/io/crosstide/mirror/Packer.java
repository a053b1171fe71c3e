package io.crosstide.mirror;

import io.crosstide.batch.Crossing;
import io.crosstide.batch.Hold;
import io.crosstide.batch.MalformedBatchException;
import io.crosstide.batch.Piece;
import io.crosstide.batch.RawBatch;
import io.crosstide.batch.Rebuilder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Turns sifted batches into batches that can be sent: as they are, or by the record path. */
final class Packer {
  /** Batches at least this large always cross alone. */
  static final int TINY_BATCH_BYTES = 8 * 1024;

  /**
   * Tiny batches are joined up to about this size, what a well-batched producer would have written.
   */
  static final int JOINED_BATCH_BYTES = 64 * 1024;

  /**
   * Record path label of a batch that is larger than the target topic takes but whose records may
   * fit.
   */
  static final String SPLIT = "too-large";

  private final SiftedQueue queue;
  private final Rebuilder rebuilder;
  private final ArrayDeque<PreparedBatch> rebuilt = new ArrayDeque<>();

  Packer(SiftedQueue queue, Rebuilder rebuilder) {
    this.queue = queue;
    this.rebuilder = rebuilder;
  }

  /**
   * The next batch to send, or null when there is none at present.
   *
   * @param joinTiny whether tiny batches that wait may be joined
   * @param maxRecords the most records that the batch may have
   */
  PreparedBatch next(LaneSettings settings, boolean joinTiny, int maxRecords) {
    while (rebuilt.isEmpty()) {
      RawBatch batch = queue.peek();
      if (batch == null) {
        return null;
      }
      if (joinTiny && tiny(batch) && maxRecords == Narrowing.NO_LIMIT) {
        join(settings);
        continue;
      }
      Crossing crossing = Crossing.of(batch, queue.wanted(), settings.targetCodec());
      if (crossing == Crossing.PASSED
          && batch.sizeInBytes() <= settings.maxBatchBytes()
          && batch.recordCount() <= maxRecords) {
        return pass(batch);
      }
      String path = crossing == Crossing.PASSED ? SPLIT : crossing.label();
      rebuild(List.of(batch), settings, maxRecords, path);
    }
    return rebuilt.poll();
  }

  /**
   * The source offsets of a batch's records from {@code fromOffset} on. Opens the batch only when
   * its header can't say.
   */
  List<Piece> pieces(RawBatch batch, long fromOffset) {
    if (batch.isCurrentFormat() && !batch.hasHoles()) {
      long from = Math.max(fromOffset, batch.baseOffset());
      return List.of(new Piece(from, (int) (batch.nextOffset() - from)));
    }
    var pieces = new ArrayList<Piece>();
    for (Rebuilder.Rebuilt part :
        rebuilder.rebuild(List.of(batch), fromOffset, Optional.empty(), Integer.MAX_VALUE)) {
      pieces.addAll(part.pieces());
      rebuilder.recycle(part.batch());
    }
    return pieces;
  }

  void clear() {
    rebuilt.forEach(prepared -> prepared.hold().close());
    rebuilt.clear();
  }

  boolean isEmpty() {
    return rebuilt.isEmpty();
  }

  private PreparedBatch pass(RawBatch batch) {
    var piece = new Piece(batch.baseOffset(), batch.recordCount());
    Hold hold = queue.lease().retain();
    queue.take();
    return new PreparedBatch(
        batch, List.of(piece), batch.nextOffset(), Crossing.PASSED.label(), hold);
  }

  private boolean tiny(RawBatch batch) {
    return batch.sizeInBytes() < TINY_BATCH_BYTES;
  }

  private void join(LaneSettings settings) {
    long from = queue.wanted();
    int limit = Math.min(JOINED_BATCH_BYTES, settings.maxBatchBytes());
    var batches = new ArrayList<RawBatch>();
    var holds = new ArrayList<Hold>();
    SharedLease held = null;
    int bytes = 0;
    for (RawBatch batch = queue.peek(); batch != null && tiny(batch); batch = following()) {
      if (!batches.isEmpty()
          && (bytes + batch.sizeInBytes() > limit || batch.codec() != batches.getFirst().codec())) {
        break;
      }
      bytes += batch.sizeInBytes();
      batches.add(batch);
      if (held != queue.lease()) {
        held = queue.lease();
        holds.add(held.retain());
      }
      queue.take();
    }
    Hold all = new JoinedHold(holds);
    Crossing alone = Crossing.of(batches.getFirst(), from, settings.targetCodec());
    if (batches.size() == 1 && alone == Crossing.PASSED && bytes <= settings.maxBatchBytes()) {
      RawBatch batch = batches.getFirst();
      var piece = new Piece(batch.baseOffset(), batch.recordCount());
      rebuilt.add(new PreparedBatch(batch, List.of(piece), batch.nextOffset(), alone.label(), all));
      return;
    }
    String path = batches.size() == 1 ? alone.label() : Crossing.COALESCED.label();
    int most = settings.maxBatchBytes();
    add(batches, () -> rebuilder.rebuild(batches, from, settings.targetCodec(), most), path, all);
  }

  /** What lies before damage is sent before the damage is told. */
  private RawBatch following() {
    try {
      return queue.peek();
    } catch (MalformedBatchException e) {
      return null;
    }
  }

  private void rebuild(List<RawBatch> batches, LaneSettings settings, int maxRecords, String path) {
    long from = queue.wanted();
    Hold hold = queue.lease().retain();
    queue.take();
    var most = new Rebuilder.Most(settings.maxBatchBytes(), maxRecords);
    add(batches, () -> rebuilder.rebuild(batches, from, settings.targetCodec(), most), path, hold);
  }

  private void add(
      List<RawBatch> batches,
      Supplier<List<Rebuilder.Rebuilt>> rebuilding,
      String path,
      Hold hold) {
    List<Rebuilder.Rebuilt> parts;
    try {
      parts = rebuilding.get();
    } catch (RuntimeException e) {
      hold.close();
      throw e;
    }
    if (parts.isEmpty()) {
      hold.close();
      return;
    }
    for (Rebuilder.Rebuilt part : parts.subList(0, parts.size() - 1)) {
      rebuilt.add(prepared(part, part.pieces().getLast().end(), path, Hold.NONE));
    }
    // What was rebuilt lives in buffers of its own; the source buffer stays counted until the last
    // part is done, so that the budget bounds both.
    rebuilt.add(prepared(parts.getLast(), batches.getLast().nextOffset(), path, hold));
  }

  private PreparedBatch prepared(
      Rebuilder.Rebuilt part, long sourceNext, String path, Hold source) {
    Hold hold =
        SharedLease.first(
            () -> {
              rebuilder.recycle(part.batch());
              source.close();
            });
    return new PreparedBatch(part.batch(), part.pieces(), sourceNext, path, hold);
  }
}
