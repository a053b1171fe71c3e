package io.crosstide.kafka;

/**
 * The record that is being copied: one reused object, valid until the next record is read. {@code
 * bytes[from..to)} is what follows the offset delta in a v2 record: key, value and headers with
 * their lengths, copied as they are.
 */
final class RecordView {
  long offset;
  long timestampMs;
  byte attributes;
  byte[] bytes;
  int from;
  int to;
}
