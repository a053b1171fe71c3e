package io.crosstide.lab.chaos;

import io.crosstide.lab.ProcessCluster;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Asks a cluster how it is, over links that no fault touches. */
final class Health implements AutoCloseable {
  /** Of one look: a call that goes to a frozen broker is not tried elsewhere. */
  private static final int LOOK_MS = 3_000;

  private static final long POLL_MS = 100;

  private final Admin admin;

  Health(ProcessCluster cluster) {
    this.admin =
        Admin.create(
            Map.of(
                "bootstrap.servers", cluster.bootstrap(),
                "request.timeout.ms", LOOK_MS,
                "default.api.timeout.ms", LOOK_MS));
  }

  /** A condition of a cluster that may fail to answer. */
  private interface Look {
    boolean fulfilled() throws ExecutionException, InterruptedException;
  }

  /** Waits until every partition has all its replicas in sync; false when that takes longer. */
  boolean awaitInSync(Duration patience) {
    return await(patience, this::inSync);
  }

  /** Waits until no transaction is open in these partitions; false when that takes longer. */
  boolean awaitNoTransaction(Collection<TopicPartition> partitions, Duration patience) {
    return await(
        patience,
        () ->
            ends(partitions, IsolationLevel.READ_COMMITTED)
                .equals(ends(partitions, IsolationLevel.READ_UNCOMMITTED)));
  }

  private boolean inSync() throws ExecutionException, InterruptedException {
    var topics = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
    Collection<TopicDescription> described =
        admin.describeTopics(topics).allTopicNames().get().values();
    return described.stream()
        .flatMap(topic -> topic.partitions().stream())
        .allMatch(p -> p.leader() != null && p.isr().size() == p.replicas().size());
  }

  private Map<TopicPartition, Long> ends(
      Collection<TopicPartition> partitions, IsolationLevel isolation)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
    Map<TopicPartition, ListOffsetsResultInfo> found =
        admin.listOffsets(wanted, new ListOffsetsOptions(isolation)).all().get();
    Map<TopicPartition, Long> ends = new HashMap<>();
    found.forEach((partition, info) -> ends.put(partition, info.offset()));
    return ends;
  }

  private static boolean await(Duration patience, Look look) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        if (look.fulfilled()) {
          return true;
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
      } catch (ExecutionException askedAgain) {
        // A cluster under faults may not answer; the next look may.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  /** Partitions of a topic, 0 to count - 1. */
  static List<TopicPartition> partitions(String topic, int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> new TopicPartition(topic, number))
        .toList();
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
