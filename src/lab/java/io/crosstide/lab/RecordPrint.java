package io.crosstide.lab;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;

/**
 * A record reduced to what comparing needs, so that none is held whole.
 *
 * @param offset where it lies; not part of its content
 * @param content all that a reader sees of it
 * @param bytes of key, value and headers
 */
record RecordPrint(long offset, Content content, long bytes) {

  /** Equal content is an equal record to every reader. */
  record Content(
      long timestampMs, TimestampType timestampType, Digest key, Digest value, Digest headers) {

    /** The fields that differ, in words. */
    List<String> differences(Content other) {
      List<String> differences = new ArrayList<>();
      if (timestampMs != other.timestampMs) {
        differences.add("timestamp " + timestampMs + " became " + other.timestampMs);
      }
      if (timestampType != other.timestampType) {
        differences.add("timestamp type " + timestampType + " became " + other.timestampType);
      }
      compare("key", key, other.key, differences);
      compare("value", value, other.value, differences);
      compare("headers", headers, other.headers, differences);
      return differences;
    }

    private static void compare(String field, Digest left, Digest right, List<String> to) {
      if (!left.equals(right)) {
        to.add(field + " (" + left + ") became (" + right + ")");
      }
    }
  }

  /** As the target must show it. */
  static RecordPrint expected(ConsumerRecord<byte[], byte[]> record) {
    // A LogAppendTime record arrives as CreateTime with the same time: the target's broker would
    // put its own clock in the place of anything else, and to a reader the time is what counts.
    return print(record, TimestampType.CREATE_TIME);
  }

  /** As it is. */
  static RecordPrint of(ConsumerRecord<byte[], byte[]> record) {
    return print(record, record.timestampType());
  }

  private static RecordPrint print(ConsumerRecord<byte[], byte[]> record, TimestampType type) {
    Digest headers = headers(record);
    long bytes =
        (long) Math.max(0, record.serializedKeySize())
            + Math.max(0, record.serializedValueSize())
            + headers.length();
    Content content =
        new Content(
            record.timestamp(),
            type,
            Digest.of(record.key()),
            Digest.of(record.value()),
            headers);
    return new RecordPrint(record.offset(), content, bytes);
  }

  private static Digest headers(ConsumerRecord<byte[], byte[]> record) {
    Digest.Builder digest = new Digest.Builder();
    for (Header header : record.headers()) {
      digest.add(header.key().getBytes(StandardCharsets.UTF_8));
      digest.add(header.value());
    }
    return digest.build();
  }
}
