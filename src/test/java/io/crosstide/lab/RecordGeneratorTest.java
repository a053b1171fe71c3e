package io.crosstide.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class RecordGeneratorTest {
  private static final int STEPS = 20_000;
  private static final List<TrafficTopic> TOPICS =
      List.of(new TrafficTopic("orders", 3, false), new TrafficTopic("customers", 2, true));

  @Test
  void shouldMakeTheSameStepsFromTheSameSeed() {
    assertThat(words(steps(7))).isEqualTo(words(steps(7))).isNotEqualTo(words(steps(8)));
  }

  @Test
  void shouldMakeEveryShapeOfRecord() {
    List<ProducerRecord<byte[], byte[]>> records = records(steps(7));

    assertThat(records)
        .anyMatch(record -> record.key() == null)
        .anyMatch(record -> record.key() != null && record.key().length == 0)
        .anyMatch(record -> record.value() == null && record.key() != null)
        .anyMatch(record -> record.value() != null && record.value().length == 0)
        .anyMatch(record -> record.value() != null && record.value().length > 65_536)
        .anyMatch(record -> record.timestamp() < 1_000_000)
        .anyMatch(hasHeader(header -> header.value() == null))
        .anyMatch(hasHeader(header -> header.value() != null && header.value().length == 0))
        .anyMatch(RecordGeneratorTest::repeatsAHeader);
  }

  @Test
  void shouldGiveEveryRecordOfACompactedTopicAKey() {
    assertThat(records(steps(7)))
        .filteredOn(record -> record.topic().equals("customers"))
        .isNotEmpty()
        .allMatch(record -> record.key() != null);
  }

  @Test
  void shouldNumberRecordsSoThatNoTwoAreEqual() {
    Set<String> numbers = new HashSet<>();
    List<ProducerRecord<byte[], byte[]>> records = records(steps(7));
    records.forEach(
        record ->
            numbers.add(
                new String(
                    record.headers().lastHeader(TrafficSpec.NUMBER).value(),
                    StandardCharsets.UTF_8)));

    assertThat(numbers).hasSize(records.size());
  }

  @Test
  void shouldCommitAndAbortAndKeepWithinWhatIsLeft() {
    List<TrafficStep.Transaction> transactions =
        steps(7).stream()
            .filter(TrafficStep.Transaction.class::isInstance)
            .map(TrafficStep.Transaction.class::cast)
            .toList();

    assertThat(transactions).anyMatch(TrafficStep.Transaction::commit);
    assertThat(transactions).anyMatch(transaction -> transaction.visible() == 0);
    assertThat(transactions).allMatch(transaction -> transaction.appended() <= 10);
  }

  private static List<TrafficStep> steps(long seed) {
    TrafficSpec spec = new TrafficSpec("nyc", TOPICS, seed, STEPS, 0);
    RecordGenerator generator = new RecordGenerator(spec, 3, () -> 1_000_000);
    List<TrafficStep> steps = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      steps.add(generator.next(10));
    }
    return steps;
  }

  private static List<ProducerRecord<byte[], byte[]>> records(List<TrafficStep> steps) {
    return steps.stream()
        .flatMap(
            step ->
                switch (step) {
                  case TrafficStep.Plain plain -> List.of(plain.record()).stream();
                  case TrafficStep.Transaction transaction -> transaction.records().stream();
                })
        .toList();
  }

  private static List<String> words(List<TrafficStep> steps) {
    return records(steps).stream()
        .map(
            record ->
                record.topic()
                    + record.partition()
                    + record.timestamp()
                    + Digest.of(record.key())
                    + Digest.of(record.value())
                    + record.headers())
        .toList();
  }

  private static Predicate<ProducerRecord<byte[], byte[]>> hasHeader(Predicate<Header> wanted) {
    return record -> List.of(record.headers().toArray()).stream().anyMatch(wanted);
  }

  private static boolean repeatsAHeader(ProducerRecord<byte[], byte[]> record) {
    Set<String> keys = new HashSet<>();
    return List.of(record.headers().toArray()).stream().anyMatch(header -> !keys.add(header.key()));
  }
}
