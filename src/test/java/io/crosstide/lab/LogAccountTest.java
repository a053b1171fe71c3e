package io.crosstide.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.lab.RecordPrint.Content;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LogAccountTest {
  private static final int RECORDS = 10_000;

  /** Every tenth record of the source's log is one of an aborted transaction. */
  private final List<Content> all =
      IntStream.range(0, RECORDS).mapToObj(LogAccountTest::content).toList();

  private final List<Content> committed =
      IntStream.range(0, RECORDS)
          .filter(number -> number % 10 != 0)
          .mapToObj(LogAccountTest::content)
          .toList();

  private final List<Content> target = new ArrayList<>(committed);

  @Test
  void shouldFindAnExactCopyExact() {
    assertThat(account()).isEqualTo(new LogAccount(9_000, 0, 0, 0, 0, 0));
    assertThat(account().exact()).isTrue();
  }

  @Test
  void shouldCountLostRecords() {
    target.subList(100, 5_100).clear();

    assertThat(account()).isEqualTo(new LogAccount(9_000, 5_000, 0, 0, 0, 0));
    assertThat(account().exact()).isFalse();
  }

  @Test
  void shouldCountARangeThatCameAgainAsDoubledAndNotAsReordered() {
    target.addAll(8_000, committed.subList(1_000, 8_000));

    assertThat(account()).isEqualTo(new LogAccount(9_000, 0, 7_000, 0, 0, 0));
    assertThat(account().exact()).isFalse();
  }

  @Test
  void shouldCountEachRecordThatCameBehindALaterOne() {
    List<Content> late = new ArrayList<>(target.subList(50, 60));
    target.subList(50, 60).clear();
    target.addAll(500, late);

    assertThat(account()).isEqualTo(new LogAccount(9_000, 0, 0, 10, 0, 0));
    assertThat(account().exact()).isFalse();
  }

  @Test
  void shouldTellAbortedRecordsFromUnknownOnes() {
    target.add(5, content(0));
    target.add(6, content(RECORDS + 1));

    assertThat(account()).isEqualTo(new LogAccount(9_000, 0, 0, 0, 1, 1));
    assertThat(account().exact()).isFalse();
  }

  private LogAccount account() {
    return LogAccount.of(committed, all, target);
  }

  private static Content content(int number) {
    Digest field = Digest.of(Integer.toString(number).getBytes(StandardCharsets.UTF_8));
    return new Content(1_000, TimestampType.CREATE_TIME, field, field, field);
  }
}
