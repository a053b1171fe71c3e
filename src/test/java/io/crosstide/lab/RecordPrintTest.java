package io.crosstide.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordPrintTest {
  private static final List<Header> HEADERS = List.of(header("a", "1"), header("b", "2"));
  private static final TimestampType CREATE = TimestampType.CREATE_TIME;

  @Test
  void shouldBeEqualForEqualRecordsAtOtherOffsets() {
    assertThat(content(record(1, 5, CREATE, "k", "v", HEADERS)))
        .isEqualTo(content(record(2, 5, CREATE, "k", "v", HEADERS)));
  }

  @Test
  void shouldTellEveryFieldApart() {
    var original = content(record(1, 5, CREATE, "k", "v", HEADERS));

    assertThat(
            List.of(
                record(1, 6, CREATE, "k", "v", HEADERS),
                record(1, 5, TimestampType.LOG_APPEND_TIME, "k", "v", HEADERS),
                record(1, 5, CREATE, "K", "v", HEADERS),
                record(1, 5, CREATE, null, "v", HEADERS),
                record(1, 5, CREATE, "k", "V", HEADERS),
                record(1, 5, CREATE, "k", null, HEADERS),
                record(1, 5, CREATE, "k", "v", HEADERS.reversed()),
                record(1, 5, CREATE, "k", "v", List.of(header("a", "1"))),
                record(1, 5, CREATE, "k", "v", List.of(header("a", null), header("b", "2"))),
                record(1, 5, CREATE, "k", "v", List.of(header("a", "1b"), header("", "2")))))
        .allSatisfy(changed -> assertThat(content(changed).differences(original)).hasSize(1));
  }

  @Test
  void shouldTellNullFromEmpty() {
    assertThat(content(record(1, 5, CREATE, "", "", List.of())))
        .isNotEqualTo(content(record(1, 5, CREATE, null, "", List.of())))
        .isNotEqualTo(content(record(1, 5, CREATE, "", null, List.of())));
  }

  @Test
  void shouldExpectALogAppendTimeToArriveAsCreateTime() {
    var source = record(1, 5, TimestampType.LOG_APPEND_TIME, "k", "v", HEADERS);

    assertThat(RecordPrint.expected(source).content())
        .isEqualTo(content(record(1, 5, CREATE, "k", "v", HEADERS)));
  }

  private static RecordPrint.Content content(ConsumerRecord<byte[], byte[]> record) {
    return RecordPrint.of(record).content();
  }

  private static ConsumerRecord<byte[], byte[]> record(
      long offset,
      long timestamp,
      TimestampType type,
      String key,
      String value,
      List<Header> headers) {
    return new ConsumerRecord<>(
        "orders",
        0,
        offset,
        timestamp,
        type,
        key == null ? -1 : key.length(),
        value == null ? -1 : value.length(),
        bytes(key),
        bytes(value),
        new RecordHeaders(headers),
        Optional.empty());
  }

  private static Header header(String key, String value) {
    return new RecordHeader(key, bytes(value));
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}
