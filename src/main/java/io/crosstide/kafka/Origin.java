package io.crosstide.kafka;

import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.ParkedRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Where a parked record comes from, where it should have gone and why it did not: the headers
 * {@code crosstide.*} of a record in the quarantine topic, all text.
 *
 * @param chapter of the lane's ledger
 * @param timestampMs the record's own, milliseconds since the epoch; may be negative
 */
record Origin(
    LaneId lane,
    int chapter,
    long offset,
    String targetTopic,
    long timestampMs,
    String error,
    String reason) {
  static final String PREFIX = "crosstide.";

  /** How many headers that makes. */
  static final int HEADERS = 9;

  private static final String FLOW = PREFIX + "flow";
  private static final String TOPIC = PREFIX + "topic";
  private static final String PARTITION = PREFIX + "partition";
  private static final String CHAPTER = PREFIX + "chapter";
  private static final String OFFSET = PREFIX + "offset";
  private static final String TARGET_TOPIC = PREFIX + "target-topic";
  private static final String TIMESTAMP = PREFIX + "timestamp";
  private static final String ERROR = PREFIX + "error";
  private static final String REASON = PREFIX + "reason";

  static Origin of(LaneId lane, ParkedRecord parked, long timestampMs) {
    return new Origin(
        lane,
        parked.chapter(),
        parked.sourceOffset(),
        parked.target().topic(),
        timestampMs,
        parked.refusal().error(),
        parked.refusal().detail());
  }

  void addTo(Headers headers) {
    add(headers, FLOW, lane.flow());
    add(headers, TOPIC, lane.sourceTopic());
    add(headers, PARTITION, Integer.toString(lane.partition()));
    add(headers, CHAPTER, Integer.toString(chapter));
    add(headers, OFFSET, Long.toString(offset));
    add(headers, TARGET_TOPIC, targetTopic);
    add(headers, TIMESTAMP, Long.toString(timestampMs));
    add(headers, ERROR, error);
    add(headers, REASON, reason);
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Empty when the headers are none of this program's. */
  static Optional<Origin> read(Headers headers) {
    try {
      LaneId lane =
          new LaneId(
              text(headers, FLOW),
              text(headers, TOPIC),
              Integer.parseInt(text(headers, PARTITION)));
      return Optional.of(
          new Origin(
              lane,
              Integer.parseInt(text(headers, CHAPTER)),
              Long.parseLong(text(headers, OFFSET)),
              text(headers, TARGET_TOPIC),
              Long.parseLong(text(headers, TIMESTAMP)),
              text(headers, ERROR),
              text(headers, REASON)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The last of the name: the record may have come with headers of the same names. */
  private static String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    if (header == null || header.value() == null) {
      throw new IllegalArgumentException("no header " + name);
    }
    return new String(header.value(), StandardCharsets.UTF_8);
  }
}
