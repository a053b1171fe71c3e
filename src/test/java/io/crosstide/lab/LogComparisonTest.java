package io.crosstide.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LogComparisonTest {
  private static final int RECORDS = 5_000;
  private final List<RecordPrint> source =
      IntStream.range(0, RECORDS).mapToObj(this::print).toList();
  private final List<RecordPrint> target = new ArrayList<>(source);

  @Test
  void shouldFindNothingInAFaithfulCopy() {
    Differences found = compare();

    assertThat(found.none()).isTrue();
    assertThat(found.matched()).isEqualTo(RECORDS);
    assertThat(found.bytes()).isEqualTo(RECORDS * 10L);
  }

  @Test
  void shouldNameALostRecordAndGoOn() {
    target.remove(700);

    assertThat(compare())
        .isEqualTo(
            counted(
                RECORDS - 1, 1, 0, 0, 0, "orders-0: source offset 700 is missing at the target"));
  }

  @Test
  void shouldNameALostEnd() {
    target.removeLast();

    assertThat(compare().missing()).isEqualTo(1);
  }

  @Test
  void shouldCountEveryRecordOfALossGreaterThanTheWindow() {
    target.subList(1_000, 1_000 + LogComparison.WINDOW + 500).clear();

    Differences found = compare();
    assertThat(found.missing()).isEqualTo(LogComparison.WINDOW + 500);
    assertThat(found.matched()).isEqualTo(RECORDS - LogComparison.WINDOW - 500);
  }

  @Test
  void shouldNameASecondCopy() {
    target.add(900, source.get(10));

    assertThat(compare())
        .isEqualTo(counted(RECORDS, 0, 1, 0, 0, "orders-0: target offset 10 is a second copy"));
  }

  @Test
  void shouldNameARangeThatCameTwice() {
    target.addAll(3_000, source.subList(500, 3_000));

    Differences found = compare();
    assertThat(found.doubled()).isEqualTo(2_500);
    assertThat(found.matched()).isEqualTo(RECORDS);
    assertThat(found.examples()).hasSize(Differences.MAX_EXAMPLES);
  }

  @Test
  void shouldNameSwappedNeighbours() {
    Collections.swap(target, 40, 41);

    assertThat(compare().reordered()).isEqualTo(1);
    assertThat(compare().missing() + compare().doubled()).isZero();
  }

  @Test
  void shouldNameOneRecordThatCameLate() {
    target.add(300, target.remove(100));

    assertThat(compare())
        .isEqualTo(
            counted(
                RECORDS,
                0,
                0,
                1,
                0,
                "orders-0: source offset 100 came too late, at target offset 100"));
  }

  @Test
  void shouldNameAnAlteredRecord() {
    RecordPrint was = target.get(5);
    RecordPrint.Content c = was.content();
    target.set(
        5,
        new RecordPrint(
            5,
            new RecordPrint.Content(
                c.timestampMs(), c.timestampType(), c.key(), Digest.of(null), c.headers()),
            10));

    Differences found = compare();
    assertThat(found.altered()).isEqualTo(1);
    assertThat(found.missing() + found.unexpected()).isZero();
    assertThat(found.examples().getFirst())
        .startsWith("orders-0: source offset 5, target offset 5: value (")
        .endsWith("became (null)");
  }

  @Test
  void shouldNameARecordThatWasNeverAtTheSource() {
    target.add(50, print(RECORDS + 1));

    assertThat(compare().unexpected()).isEqualTo(1);
    assertThat(compare().matched()).isEqualTo(RECORDS);
  }

  private Differences compare() {
    return LogComparison.compare("orders-0", source.iterator(), target.iterator());
  }

  private static Differences counted(
      long matched, long missing, long doubled, long reordered, long altered, String words) {
    return new Differences(
        matched, matched * 10, missing, doubled, reordered, altered, 0, List.of(words));
  }

  private RecordPrint print(int number) {
    Digest field = Digest.of(Integer.toString(number).getBytes(StandardCharsets.UTF_8));
    Digest key = number % 3 == 0 ? Digest.of(null) : field;
    // Timestamps repeat, so that they can't tell records apart.
    long timestamp = 1_000L + number / 100;
    return new RecordPrint(
        number,
        new RecordPrint.Content(timestamp, TimestampType.CREATE_TIME, key, field, field),
        10);
  }
}
