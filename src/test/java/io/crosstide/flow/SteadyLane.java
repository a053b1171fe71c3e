package io.crosstide.flow;

import static io.crosstide.flow.TwoClusters.PATIENCE;
import static io.crosstide.flow.TwoClusters.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.lab.LabCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * One partition that is written steadily, numbers in order, and read where it is mirrored to, with
 * the time at which each record arrived.
 */
final class SteadyLane implements AutoCloseable {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** A record that has arrived at the target. */
  record Arrival(int number, long offset, long atNanos) {}

  private final String topic;
  private final String targetTopic;
  private final LabCluster from;
  private final LabCluster to;
  private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
  private final Thread writer;
  private final Thread reader;
  private volatile boolean writing = true;
  private volatile boolean reading = true;
  private volatile int written;

  /** Begins; the topic is there and empty. */
  SteadyLane(LabCluster from, String topic, LabCluster to, String targetTopic) {
    this.from = from;
    this.to = to;
    this.topic = topic;
    this.targetTopic = targetTopic;
    writer = Thread.ofPlatform().daemon().start(this::write);
    reader = Thread.ofPlatform().daemon().start(this::read);
  }

  private void write() {
    Map<String, Object> client =
        Map.of("bootstrap.servers", from.bootstrap(), "linger.ms", "0", "acks", "all");
    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int number = 0; writing; number++) {
        producer.send(new ProducerRecord<>(topic, 0, null, bytes(Integer.toString(number))));
        written = number + 1;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void read() {
    var partition = new TopicPartition(targetTopic, 0);
    Map<String, Object> client =
        Map.of("bootstrap.servers", to.bootstrap(), "allow.auto.create.topics", "false");
    try (var consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (reading) {
        consumer
            .poll(Duration.ofMillis(20))
            .forEach(
                r ->
                    arrivals.add(
                        new Arrival(Integer.parseInt(r.value()), r.offset(), System.nanoTime())));
      }
    }
  }

  int arrived() {
    return arrivals.size();
  }

  /** Waits until so many more records have arrived. */
  void awaitMore(int records) {
    int before = arrived();
    await().atMost(PATIENCE).until(() -> arrived() >= before + records);
  }

  /** The longest time between two arrivals since then, {@link System#nanoTime}. */
  Duration longestGapSince(long sinceNanos) {
    long longest = 0;
    long last = sinceNanos;
    for (Arrival arrival : arrivals) {
      if (arrival.atNanos() > sinceNanos) {
        longest = Math.max(longest, arrival.atNanos() - last);
        last = arrival.atNanos();
      }
    }
    return Duration.ofNanos(Math.max(longest, System.nanoTime() - last));
  }

  /** Offsets that no record has: a marker each time the lane was taken over, and nothing else. */
  long markers() {
    return arrivals.isEmpty() ? 0 : arrivals.getLast().offset() + 1 - arrivals.size();
  }

  /** Stops writing and waits: every number arrived, once, in order. */
  void expectAll() throws InterruptedException {
    writing = false;
    writer.join(PATIENCE.toMillis());
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(arrived()).isEqualTo(written));
    for (int i = 0; i < arrivals.size(); i++) {
      assertThat(arrivals.get(i).number()).as("record at %d", i).isEqualTo(i);
    }
  }

  @Override
  public void close() {
    writing = false;
    reading = false;
    try {
      writer.join(PATIENCE.toMillis());
      reader.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
