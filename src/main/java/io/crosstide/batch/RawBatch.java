package io.crosstide.batch;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * One batch inside a buffer, seen through its header; the records stay closed and the buffer's
 * position is never moved. What was read is bounds-checked, so no accessor throws. A message of the
 * formats before v2 (magic 0 and 1) is a batch of one record, or of an unknown number when it wraps
 * compressed messages; fields that its format lacks or that only opening it would tell are -1 or
 * false. The view is live: {@link HeaderPatch} changes what it says.
 */
public final class RawBatch {
  /** Answer where the header does not say. */
  public static final int UNKNOWN = -1;

  private static final byte CURRENT_MAGIC = 2;

  private final ByteBuffer buffer;
  private final int position;
  private final int size;
  private final byte magic;

  private RawBatch(ByteBuffer buffer, int position, int size) {
    this.buffer = buffer;
    this.position = position;
    this.size = size;
    this.magic = buffer.get(position + BatchLayout.MAGIC);
  }

  /**
   * The single batch that lies between the buffer's position and its limit.
   *
   * @throws MalformedBatchException when that is not exactly one whole batch
   */
  public static RawBatch of(ByteBuffer buffer) {
    BatchCursor cursor = new BatchCursor(buffer);
    RawBatch batch = cursor.next();
    if (batch == null || batch.size != buffer.remaining()) {
      throw new MalformedBatchException(
          buffer.remaining() + " bytes are not exactly one record batch");
    }
    return batch;
  }

  /** The view of a batch of which offset, size and magic are there and whose size fits. */
  static RawBatch checked(ByteBuffer buffer, int position, int size) {
    BatchCheck.whole(buffer, position, size);
    return new RawBatch(buffer, position, size);
  }

  /** The buffer that holds the batch, big-endian; shared, not copied. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** Index of the batch's first byte in {@link #buffer}. */
  public int position() {
    return position;
  }

  /** The whole batch, offset and size field included. */
  public int sizeInBytes() {
    return size;
  }

  /** Exactly this batch, position 0 to limit; shares the content. */
  public ByteBuffer bytes() {
    return buffer.slice(position, size);
  }

  /**
   * What follows the header of a v2 batch: the records, possibly compressed; shares the content.
   */
  public ByteBuffer records() {
    requireCurrentFormat();
    return buffer.slice(position + BatchLayout.RECORDS, size - BatchLayout.RECORDS);
  }

  /** Message format version: 0, 1 or 2. */
  public byte magic() {
    return magic;
  }

  /** Whether this is a v2 batch, the only format brokers write since 3.0. */
  public boolean isCurrentFormat() {
    return magic == CURRENT_MAGIC;
  }

  /** Offset of the first record; {@link #UNKNOWN} for a compressed message before v2. */
  public long baseOffset() {
    return isWrapper() ? UNKNOWN : buffer.getLong(position + BatchLayout.BASE_OFFSET);
  }

  /** Offset of the last record the batch was written with; compaction may have removed it. */
  public long lastOffset() {
    long first = buffer.getLong(position + BatchLayout.BASE_OFFSET);
    return isCurrentFormat() ? first + lastOffsetDelta() : first;
  }

  /** The offset to go on from after this batch. */
  public long nextOffset() {
    return lastOffset() + 1;
  }

  /** Last offset minus base offset; {@link #UNKNOWN} for a compressed message before v2. */
  public int lastOffsetDelta() {
    if (isCurrentFormat()) {
      return buffer.getInt(position + BatchLayout.LAST_OFFSET_DELTA);
    }
    return isWrapper() ? UNKNOWN : 0;
  }

  /** Records in the batch, 0 after compaction took all; {@link #UNKNOWN} as above. */
  public int recordCount() {
    if (isCurrentFormat()) {
      return buffer.getInt(position + BatchLayout.RECORD_COUNT);
    }
    return isWrapper() ? UNKNOWN : 1;
  }

  /** Whether compaction removed records of a v2 batch, so that its offsets have gaps. */
  public boolean hasHoles() {
    return isCurrentFormat() && recordCount() != lastOffsetDelta() + 1L;
  }

  /** The epoch of the leader that appended it, {@link #UNKNOWN} before v2. */
  public int leaderEpoch() {
    return isCurrentFormat()
        ? buffer.getInt(position + BatchLayout.PARTITION_LEADER_EPOCH)
        : UNKNOWN;
  }

  /** The writer's producer id, -1 for a producer that is not idempotent. */
  public long producerId() {
    return isCurrentFormat() ? buffer.getLong(position + BatchLayout.PRODUCER_ID) : -1;
  }

  public short producerEpoch() {
    return isCurrentFormat() ? buffer.getShort(position + BatchLayout.PRODUCER_EPOCH) : -1;
  }

  /** Sequence number of the first record, -1 when there is none. */
  public int baseSequence() {
    return isCurrentFormat() ? buffer.getInt(position + BatchLayout.BASE_SEQUENCE) : -1;
  }

  /** Whether it holds a transaction marker or another control record instead of data. */
  public boolean isControl() {
    return isCurrentFormat() && (attributes() & BatchLayout.CONTROL_BIT) != 0;
  }

  public boolean isTransactional() {
    return isCurrentFormat() && (attributes() & BatchLayout.TRANSACTIONAL_BIT) != 0;
  }

  /** Whether readers see the broker's time of append instead of the producers' timestamps. */
  public boolean isLogAppendTime() {
    return magic > 0 && (attributes() & BatchLayout.LOG_APPEND_TIME_BIT) != 0;
  }

  /** Whether {@link #baseTimestamp} is the time when tombstones may go (KIP-534). */
  public boolean hasDeleteHorizon() {
    return isCurrentFormat() && (attributes() & BatchLayout.DELETE_HORIZON_BIT) != 0;
  }

  public Codec codec() {
    return Codec.byId(attributes() & BatchLayout.CODEC_MASK);
  }

  /** What the records' timestamp deltas are relative to, milliseconds since the epoch. */
  public long baseTimestamp() {
    if (isCurrentFormat()) {
      return buffer.getLong(position + BatchLayout.BASE_TIMESTAMP);
    }
    return isWrapper() ? UNKNOWN : oldTimestamp();
  }

  /** Newest timestamp in the batch, or its append time, milliseconds since the epoch. */
  public long maxTimestamp() {
    return isCurrentFormat()
        ? buffer.getLong(position + BatchLayout.MAX_TIMESTAMP)
        : oldTimestamp();
  }

  /** The stored checksum: 32 bits, CRC-32C in v2, CRC-32 before. */
  public int crc() {
    return buffer.getInt(position + (isCurrentFormat() ? BatchLayout.CRC : BatchLayout.OLD_CRC));
  }

  /** Reads the whole batch and compares its checksum. */
  public boolean isIntact() {
    int from = isCurrentFormat() ? BatchLayout.ATTRIBUTES : BatchLayout.OLD_CHECKED;
    ByteBuffer checked = buffer.slice(position + from, size - from);
    if (isCurrentFormat()) {
      CRC32C crc = new CRC32C();
      crc.update(checked);
      return (int) crc.getValue() == crc();
    }
    CRC32 crc = new CRC32();
    crc.update(checked);
    return (int) crc.getValue() == crc();
  }

  /** The header's words as a value that outlives the buffer. */
  public BatchSummary summary() {
    return new BatchSummary(
        baseOffset(),
        lastOffset(),
        recordCount(),
        producerId(),
        producerEpoch(),
        baseSequence(),
        isControl());
  }

  int attributes() {
    return isCurrentFormat()
        ? buffer.getShort(position + BatchLayout.ATTRIBUTES)
        : buffer.get(position + BatchLayout.OLD_ATTRIBUTES);
  }

  void requireCurrentFormat() {
    if (!isCurrentFormat()) {
      throw new IllegalArgumentException("batch at offset " + lastOffset() + " has magic " + magic);
    }
  }

  private boolean isWrapper() {
    return !isCurrentFormat() && (attributes() & BatchLayout.CODEC_MASK) != 0;
  }

  private long oldTimestamp() {
    return magic == 0 ? UNKNOWN : buffer.getLong(position + BatchLayout.OLD_TIMESTAMP);
  }

  @Override
  public String toString() {
    return "RawBatch[magic="
        + magic
        + ", offsets="
        + baseOffset()
        + ".."
        + lastOffset()
        + ", records="
        + recordCount()
        + ", bytes="
        + size
        + ", codec="
        + codec()
        + "]";
  }
}
