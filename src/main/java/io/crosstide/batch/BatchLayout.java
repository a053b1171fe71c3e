package io.crosstide.batch;

/**
 * Where the fields lie in a v2 batch (https://kafka.apache.org/documentation/#recordbatch) and in a
 * message of the formats before it (https://kafka.apache.org/documentation/#messageset). Offset,
 * size and magic have the same place in all of them.
 */
final class BatchLayout {
  static final int BASE_OFFSET = 0;
  static final int SIZE = 8;

  /** Offset and size: what the size field does not count. */
  static final int LOG_OVERHEAD = 12;

  static final int PARTITION_LEADER_EPOCH = 12;
  static final int MAGIC = 16;
  static final int UP_TO_MAGIC = 17;
  static final int CRC = 17;

  /** Checksummed from here to the end of the batch. */
  static final int ATTRIBUTES = 21;

  static final int LAST_OFFSET_DELTA = 23;
  static final int BASE_TIMESTAMP = 27;
  static final int MAX_TIMESTAMP = 35;
  static final int PRODUCER_ID = 43;
  static final int PRODUCER_EPOCH = 51;
  static final int BASE_SEQUENCE = 53;
  static final int RECORD_COUNT = 57;
  static final int RECORDS = 61;

  static final int CODEC_MASK = 0x07;
  static final int LOG_APPEND_TIME_BIT = 0x08;
  static final int TRANSACTIONAL_BIT = 0x10;
  static final int CONTROL_BIT = 0x20;
  static final int DELETE_HORIZON_BIT = 0x40;

  /** Length, attributes, two deltas, key length, value length, header count: a byte each. */
  static final int SMALLEST_RECORD = 7;

  static final int OLD_CRC = 12;

  /** Checksummed from here to the end of the message (CRC-32, not CRC-32C). */
  static final int OLD_CHECKED = 16;

  static final int OLD_ATTRIBUTES = 17;
  static final int OLD_TIMESTAMP = 18;

  /** Whole message without key and value: format 0. */
  static final int SMALLEST_V0 = 26;

  /** The same with a timestamp: format 1. */
  static final int SMALLEST_V1 = 34;

  private BatchLayout() {}
}
