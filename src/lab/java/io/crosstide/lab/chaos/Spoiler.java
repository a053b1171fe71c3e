package io.crosstide.lab.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes a defect, to show that the account sees it. */
final class Spoiler {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Spoiler() {}

  /** Writes one record of the target a second time, byte for byte. */
  static void doubleOneRecord(String bootstrap, List<TopicPartition> partitions) {
    ConsumerRecord<byte[], byte[]> one = first(bootstrap, partitions);
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (var producer =
        new KafkaProducer<byte[], byte[]>(Map.of("bootstrap.servers", bootstrap), bytes, bytes)) {
      producer
          .send(
              new ProducerRecord<>(
                  one.topic(),
                  one.partition(),
                  one.timestamp(),
                  one.key(),
                  one.value(),
                  one.headers()))
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("can't spoil the target", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static ConsumerRecord<byte[], byte[]> first(
      String bootstrap, List<TopicPartition> partitions) {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap);
    try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return consumer.poll(PATIENCE).iterator().next();
    }
  }
}
