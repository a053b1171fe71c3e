package io.crosstide.batch;

import java.nio.ByteBuffer;

/**
 * Turns a fetched v2 batch into one that a lane may produce, by changing its header alone. The
 * checksum is renewed from the header's change and the body's length: CRC is linear, so the XOR of
 * the checksums of two equally long messages depends on the XOR of the messages only. The body is
 * not read, and if it was damaged, the renewed checksum is wrong by exactly the same bits and the
 * target's broker refuses the batch. That is why small batches get no plain checksum either.
 */
public final class HeaderPatch {
  /** Bits that speak of the source's log or of a transaction there. */
  private static final int CLEARED =
      BatchLayout.TRANSACTIONAL_BIT
          | BatchLayout.DELETE_HORIZON_BIT
          | BatchLayout.LOG_APPEND_TIME_BIT;

  private static final int NO_LEADER_EPOCH = -1;

  private HeaderPatch() {}

  /**
   * Rewrites the header in place: base offset 0, this producer, not transactional, no delete
   * horizon. Can be applied again with another producer, epoch or sequence. Afterwards the batch no
   * longer knows its source offsets.
   *
   * @param batch a writable v2 data batch with the producers' timestamps
   * @throws IllegalArgumentException for a control batch, a LogAppendTime batch (its records would
   *     turn back to timestamps that no reader of the source saw) or a format before v2
   */
  public static void apply(RawBatch batch, long producerId, short epoch, int baseSequence) {
    requirePatchable(batch);
    ByteBuffer buffer = batch.buffer();
    int start = batch.position();
    int attributes = batch.attributes();
    int kept = attributes & ~CLEARED;

    int change = Crc32cShift.feed(0, attributes ^ kept, Short.BYTES);
    change =
        Crc32cShift.zeros(change, BatchLayout.PRODUCER_ID - BatchLayout.ATTRIBUTES - Short.BYTES);
    change = Crc32cShift.feed(change, batch.producerId() ^ producerId, Long.BYTES);
    change = Crc32cShift.feed(change, batch.producerEpoch() ^ epoch, Short.BYTES);
    change = Crc32cShift.feed(change, batch.baseSequence() ^ baseSequence, Integer.BYTES);
    change = Crc32cShift.zeros(change, batch.sizeInBytes() - BatchLayout.RECORD_COUNT);

    buffer.putInt(start + BatchLayout.CRC, batch.crc() ^ change);
    buffer.putLong(start + BatchLayout.BASE_OFFSET, 0);
    buffer.putInt(start + BatchLayout.PARTITION_LEADER_EPOCH, NO_LEADER_EPOCH);
    buffer.putShort(start + BatchLayout.ATTRIBUTES, (short) kept);
    buffer.putLong(start + BatchLayout.PRODUCER_ID, producerId);
    buffer.putShort(start + BatchLayout.PRODUCER_EPOCH, epoch);
    buffer.putInt(start + BatchLayout.BASE_SEQUENCE, baseSequence);
  }

  private static void requirePatchable(RawBatch batch) {
    batch.requireCurrentFormat();
    if (batch.isControl() || batch.isLogAppendTime()) {
      throw new IllegalArgumentException(
          batch + (batch.isControl() ? " is a control batch" : " has log append time"));
    }
  }
}
