package io.crosstide.flow;

import static io.crosstide.flow.TwoClusters.PATIENCE;
import static io.crosstide.flow.TwoClusters.lanes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.lab.BrokerProcess;
import io.crosstide.lab.ContentCheck;
import io.crosstide.lab.Differences;
import io.crosstide.lab.Headway;
import io.crosstide.lab.LabCluster;
import io.crosstide.lab.ProcessCluster;
import io.crosstide.lab.Traffic;
import io.crosstide.lab.TrafficSpec;
import io.crosstide.lab.TrafficTopic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterPartitionReassignmentsOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A replicated target whose brokers die, freeze and hand leadership on, all under traffic. */
@DisabledOnOs(OS.WINDOWS)
class LeaderChangeIT {
  private static final TrafficTopic ORDERS = new TrafficTopic("orders", 3, false);
  private static final String TARGET = "nyc.orders";
  private static final int BROKERS = 3;
  private static final int RECORDS_PER_SECOND = 1_000;
  private static final long PROGRESS_RECORDS = 2_000;

  /**
   * Of one look at the cluster. A call that goes to a frozen broker is not tried elsewhere, so the
   * default of a minute would be all the patience there is.
   */
  private static final int LOOK_MS = 3_000;

  @TempDir Path dir;

  private LabCluster nyc;
  private ProcessCluster lon;
  private Admin admin;

  @BeforeEach
  void start() {
    nyc = LabCluster.started("nyc");
    lon = ProcessCluster.named("lon").nodes(BROKERS).property("min.insync.replicas", "2").start();
    admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                lon.bootstrap(),
                "default.api.timeout.ms",
                LOOK_MS,
                "request.timeout.ms",
                LOOK_MS));
    Traffic.createTopics(nyc.admin(), List.of(ORDERS));
  }

  @AfterEach
  void stop() {
    admin.close();
    nyc.close();
    lon.close();
  }

  @Test
  void shouldCopyExactlyOnceWhileLeadersDieFreezeAndMove() throws Exception {
    var spec = new TrafficSpec("nyc", List.of(ORDERS), 1, TrafficSpec.ENDLESS, RECORDS_PER_SECOND);
    try (Engine engine = TwoClusters.engine(dir, yaml());
        Traffic traffic = new Traffic(nyc.bootstrap(), spec)) {
      var writing =
          CompletableFuture.runAsync(traffic::run, task -> Thread.ofPlatform().start(task));
      awaitProgress(engine);

      BrokerProcess killed = leader(0);
      killed.kill();
      awaitNoLeaderAt(killed);
      awaitProgress(engine);
      killed.start();
      awaitInSync();

      BrokerProcess frozen = leader(1);
      frozen.suspend();
      awaitNoLeaderAt(frozen);
      awaitProgress(engine);
      frozen.resume();
      awaitInSync();

      moveLeaders();
      awaitProgress(engine);

      traffic.stop();
      writing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      awaitCopied(engine);
      expectEqual(traffic.visible());
    }
  }

  private static void awaitProgress(Engine engine) {
    long before = records(engine);
    Headway.awaitArrival(
        () -> records(engine),
        () ->
            assertThat(records(engine))
                .as("%s", engine.snapshot())
                .isGreaterThan(before + PROGRESS_RECORDS));
  }

  private static long records(Engine engine) {
    return engine.snapshot().flows().getFirst().records();
  }

  private static void awaitCopied(Engine engine) {
    Headway.awaitArrival(
        () -> records(engine),
        () ->
            assertThat(lanes(engine, "nyc->lon"))
                .hasSize(ORDERS.partitions())
                .allMatch(lane -> lane.state().equals("copying") && lane.lagRecords() == 0));
  }

  private void expectEqual(long records) {
    Differences found =
        ContentCheck.between(nyc.bootstrap(), lon.bootstrap()).check(ORDERS.name(), TARGET);
    assertThat(found.none()).as("%s", found).isTrue();
    assertThat(found.matched()).isEqualTo(records);
  }

  /** Node ids count from 1. */
  private BrokerProcess leader(int partition) throws Exception {
    return lon.broker(partitions().get(partition).leader().id() - 1);
  }

  private void awaitNoLeaderAt(BrokerProcess broker) {
    await()
        .atMost(PATIENCE)
        .ignoreException(ExecutionException.class)
        .untilAsserted(
            () ->
                assertThat(partitions())
                    .allMatch(p -> p.leader() != null && p.leader().id() != broker.nodeId()));
  }

  private void awaitInSync() {
    await()
        .atMost(PATIENCE)
        .ignoreException(ExecutionException.class)
        .untilAsserted(() -> assertThat(partitions()).allMatch(p -> p.isr().size() == BROKERS));
  }

  /** Every partition gets another first replica, and that one becomes its leader. */
  private void moveLeaders() throws Exception {
    Map<TopicPartition, Optional<NewPartitionReassignment>> moves = new HashMap<>();
    Map<Integer, Integer> wanted = new HashMap<>();
    for (TopicPartitionInfo partition : partitions()) {
      List<Integer> replicas =
          new ArrayList<>(partition.replicas().stream().map(Node::id).toList());
      Collections.rotate(replicas, 1 - replicas.indexOf(partition.leader().id()) + 1);
      wanted.put(partition.partition(), replicas.getFirst());
      moves.put(
          new TopicPartition(TARGET, partition.partition()),
          Optional.of(new NewPartitionReassignment(replicas)));
    }
    var options = new AlterPartitionReassignmentsOptions().timeoutMs((int) PATIENCE.toMillis());
    admin.alterPartitionReassignments(moves, options).all().get();
    await()
        .atMost(PATIENCE)
        .ignoreException(ExecutionException.class)
        .untilAsserted(
            () -> {
              var unused = admin.electLeaders(ElectionType.PREFERRED, moves.keySet()).partitions();
              assertThat(partitions())
                  .allMatch(
                      p -> p.leader() != null && p.leader().id() == wanted.get(p.partition()));
            });
  }

  private List<TopicPartitionInfo> partitions() throws Exception {
    return admin.describeTopics(List.of(TARGET)).allTopicNames().get().get(TARGET).partitions();
  }

  private String yaml() {
    return """
    clusters:
      nyc: { bootstrap: "%s" }
      lon: { bootstrap: "%s" }
    flows:
      nyc->lon:
        include: [orders]
        replication-factor: 3
        topic-refresh: 500ms
        heartbeats: never
    """
        .formatted(nyc.bootstrap(), lon.bootstrap());
  }
}
