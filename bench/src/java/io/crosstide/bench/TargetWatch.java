package io.crosstide.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Watches a target topic grow, from outside and at little cost to its broker. */
final class TargetWatch implements AutoCloseable {
  private static final long MIN_POLL_MS = 10;
  private static final int PARTITIONS_PER_POLL_MS = 20;

  /** So long without growth, with all records there, is the end. */
  private static final long QUIET_MS = 1_000;

  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(2);

  private final KafkaConsumer<byte[], byte[]> ends;
  private final String bootstrap;
  private final Arena arena;
  private final Child child;
  private final long deadline;

  /**
   * @param child who copies; the watch gives up when it ends
   * @param limit gives up after this time
   */
  TargetWatch(Arena arena, Child child, Duration limit) {
    this.arena = arena;
    this.bootstrap = arena.target().direct();
    this.ends = ContentDigest.consumer(bootstrap);
    this.child = child;
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  /** A moment at which something was seen, with what the watched had used until then. */
  record Moment(
      long nanos, double mirrorCpuSeconds, double brokerCpuSeconds, long endOffsets) {}

  /** Waits until the target topic exists and holds more than a marker in each partition. */
  Moment awaitGrowth(String topic, int partitions) {
    List<TopicPartition> all = partitions(topic, partitions);
    while (sum(all) <= partitions) {
      pause(MIN_POLL_MS);
    }
    return now(sum(all));
  }

  /** Waits until a record, and not only a marker, can be read. */
  void awaitFirst(String topic, int partitions) {
    List<TopicPartition> all = partitions(topic, partitions);
    try (KafkaConsumer<byte[], byte[]> consumer = ContentDigest.consumer(bootstrap)) {
      consumer.assign(all);
      consumer.seekToBeginning(all);
      while (consumer.poll(Duration.ofMillis(MIN_POLL_MS)).isEmpty()) {
        requireTime();
      }
    }
  }

  /** Waits until the end offsets reach the number of records and rest; the last growth seen. */
  Moment awaitLast(String topic, int partitions, long records) {
    List<TopicPartition> all = partitions(topic, partitions);
    Moment grown = now(sum(all));
    while (true) {
      pause(Math.max(MIN_POLL_MS, partitions / PARTITIONS_PER_POLL_MS));
      Moment seen = now(sum(all));
      if (seen.endOffsets() > grown.endOffsets()) {
        grown = seen;
      } else if (grown.endOffsets() >= records
          && seen.nanos() - grown.nanos() > TimeUnit.MILLISECONDS.toNanos(QUIET_MS)) {
        return grown;
      }
    }
  }

  private Moment now(long sum) {
    return new Moment(
        System.nanoTime(), child.cpuSeconds(), arena.brokerCpuSeconds(), sum);
  }

  private static List<TopicPartition> partitions(String topic, int count) {
    return IntStream.range(0, count).mapToObj(n -> new TopicPartition(topic, n)).toList();
  }

  /** 0 as long as the topic does not exist. */
  private long sum(List<TopicPartition> partitions) {
    try {
      return ends.endOffsets(partitions, ASK_TIMEOUT).values().stream()
          .mapToLong(Long::longValue)
          .sum();
    } catch (TimeoutException notThere) {
      return 0;
    }
  }

  private void pause(long millis) {
    requireTime();
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private void requireTime() {
    child.requireAlive();
    arena.requireAlive();
    if (System.nanoTime() > deadline) {
      throw new IllegalStateException(
          "not done in the time a run has; the mirror's log ends:\n" + child.lastWords());
    }
  }

  @Override
  public void close() {
    ends.close();
  }
}
