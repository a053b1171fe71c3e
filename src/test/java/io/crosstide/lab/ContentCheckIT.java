package io.crosstide.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContentCheckIT {
  private static final int RECORDS = 3_000;
  private static final int PARTITIONS = 2;
  private static LabCluster nyc;
  private static LabCluster lon;
  private static List<ProducerRecord<byte[], byte[]>> faithful;

  @BeforeAll
  static void fillSource() {
    nyc = LabCluster.started("nyc");
    lon = LabCluster.started("lon");
    List<TrafficTopic> topics = List.of(new TrafficTopic("orders", PARTITIONS, false));
    Traffic.createTopics(nyc.admin(), topics);
    try (Traffic traffic =
        new Traffic(nyc.bootstrap(), new TrafficSpec("nyc", topics, 11, RECORDS, 0))) {
      traffic.run();
      assertThat(traffic.visible()).isEqualTo(RECORDS);
    }
    faithful = readCommitted();
  }

  @AfterAll
  static void stop() {
    nyc.close();
    lon.close();
  }

  @Test
  void shouldFindAFaithfulCopyGood() {
    Differences found = checkCopy("faithful", faithful);

    assertThat(found.examples()).isEmpty();
    assertThat(found.none()).isTrue();
    assertThat(found.matched()).isEqualTo(RECORDS);
  }

  @Test
  void shouldFindALostADoubledAndASwappedRecord() {
    List<ProducerRecord<byte[], byte[]>> copy = new ArrayList<>(faithful);
    copy.remove(2_000);
    copy.add(1_000, copy.get(990));
    Collections.swap(copy, 10, 11);
    Differences found = checkCopy("damaged", copy);

    // Twice: once for each isolation level the target is read with.
    assertThat(found.missing()).isEqualTo(2);
    assertThat(found.doubled()).isEqualTo(2);
    assertThat(found.reordered()).isEqualTo(2);
    assertThat(found.none()).isFalse();
  }

  @Test
  void shouldFindRecordsThatOnlyReadUncommittedSees() {
    lon.createTopic("aborted", PARTITIONS);
    lon.produce(renamed("aborted", faithful), Map.of());
    abortOneRecordIn("aborted");

    Differences found =
        ContentCheck.between(nyc.bootstrap(), lon.bootstrap()).check("orders", "aborted");
    assertThat(found.unexpected()).isEqualTo(1);
    assertThat(found.missing()).isZero();
  }

  @Test
  void shouldCompareOnlyRecordsOfTheWantedOrigin() {
    List<ProducerRecord<byte[], byte[]>> mixed = new ArrayList<>(faithful);
    ProducerRecord<byte[], byte[]> local =
        new ProducerRecord<>("orders", 0, null, "local".getBytes(StandardCharsets.UTF_8));
    local
        .headers()
        .add(new RecordHeader(TrafficSpec.ORIGIN, "lon".getBytes(StandardCharsets.UTF_8)));
    mixed.add(5, local);
    assertThat(checkCopy("mixed", mixed).unexpected()).isEqualTo(2);

    ContentCheck check = ContentCheck.between(nyc.bootstrap(), lon.bootstrap());
    assertThat(check.check("orders", "mixed", ContentCheck.Origins.only("nyc")).none()).isTrue();
    assertThat(check.check("orders", "mixed", ContentCheck.Origins.allBut("lon")).none()).isTrue();
  }

  @Test
  void shouldFindAWholeTopicMissing() {
    Differences found =
        ContentCheck.between(nyc.bootstrap(), lon.bootstrap()).check("orders", "nowhere");

    assertThat(found.missing()).isEqualTo(RECORDS);
  }

  private static Differences checkCopy(String topic, List<ProducerRecord<byte[], byte[]>> copy) {
    lon.createTopic(topic, PARTITIONS);
    lon.produce(renamed(topic, copy), Map.of("compression.type", "lz4"));
    return ContentCheck.between(nyc.bootstrap(), lon.bootstrap()).check("orders", topic);
  }

  private static List<ProducerRecord<byte[], byte[]>> renamed(
      String topic, List<ProducerRecord<byte[], byte[]>> records) {
    return records.stream()
        .map(
            record ->
                new ProducerRecord<>(
                    topic,
                    record.partition(),
                    record.timestamp(),
                    record.key(),
                    record.value(),
                    record.headers()))
        .toList();
  }

  private static void abortOneRecordIn(String topic) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", lon.bootstrap(), "transactional.id", "aborts");
    try (var producer = new KafkaProducer<>(settings, bytes, bytes)) {
      producer.initTransactions();
      producer.beginTransaction();
      var unused = producer.send(new ProducerRecord<>(topic, 1, null, new byte[9]));
      producer.flush();
      producer.abortTransaction();
    }
  }

  private static List<ProducerRecord<byte[], byte[]>> readCommitted() {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", nyc.bootstrap(), "isolation.level", "read_committed");
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      for (int number = 0; number < PARTITIONS; number++) {
        List<TopicPartition> one = List.of(new TopicPartition("orders", number));
        consumer.assign(one);
        consumer.seekToBeginning(one);
        long end = consumer.endOffsets(one).get(one.getFirst());
        while (consumer.position(one.getFirst()) < end) {
          for (ConsumerRecord<byte[], byte[]> at : consumer.poll(Duration.ofSeconds(1))) {
            records.add(
                new ProducerRecord<>(
                    at.topic(),
                    at.partition(),
                    at.timestamp(),
                    at.key(),
                    at.value(),
                    at.headers()));
          }
        }
      }
    }
    return records;
  }
}
