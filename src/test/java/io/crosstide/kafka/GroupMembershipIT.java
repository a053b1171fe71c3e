package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.lab.LabCluster;
import io.crosstide.mirror.TargetPartition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Membership on real coordinators. Sessions last 45 s there under KIP-848, longer than any wait.
 */
class GroupMembershipIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int PARTITIONS = 4;
  private static LabCluster lon;

  @BeforeAll
  static void start() {
    lon = LabCluster.named("lon").quickGroups().start();
  }

  @AfterAll
  static void stop() {
    lon.close();
  }

  /** Counts what it is told. */
  private static final class Told implements Membership.Listener {
    private final Set<TargetPartition> revoked = ConcurrentHashMap.newKeySet();
    private final Set<TargetPartition> lost = ConcurrentHashMap.newKeySet();
    private final AtomicInteger changes = new AtomicInteger();

    @Override
    public void changed() {
      changes.incrementAndGet();
    }

    @Override
    public void revoked(Set<TargetPartition> partitions) {
      revoked.addAll(partitions);
    }

    @Override
    public void lost(Set<TargetPartition> partitions) {
      lost.addAll(partitions);
    }
  }

  private static ClusterProperties properties(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.putIfAbsent("bootstrap.servers", lon.bootstrap());
    return ClusterProperties.of("lon", all);
  }

  private static List<TargetPartition> owned(Membership membership, String topic) {
    return IntStream.range(0, PARTITIONS + 2)
        .mapToObj(partition -> new TargetPartition(topic, partition))
        .filter(membership::owns)
        .toList();
  }

  private static void awaitOwned(int count, Membership membership, String topic) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(owned(membership, topic)).hasSize(count);
              assertThat(membership.state()).isEqualTo(Membership.State.MEMBER);
              assertThat(membership.lease().test(Assignment.nowMs())).isTrue();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldTakeThePlaceOfItsFormerSelfAtOnce(String protocol) {
    String flow = "named-" + protocol;
    lon.createTopic(flow, PARTITIONS);
    var target = properties(Map.of("group.protocol", protocol));
    var told = new Told();
    try (var former = new GroupMembership(flow, target, Optional.of("one"), told)) {
      former.follow(Set.of(flow));
      awaitOwned(PARTITIONS, former, flow);

      // As far as the coordinator can see, the former one is a process that was killed just now.
      try (var again = new GroupMembership(flow, target, Optional.of("one"), new Told())) {
        again.follow(Set.of(flow));
        await().atMost(PATIENCE).until(() -> !told.lost.isEmpty());
        // It was not killed, and goes on under no name.
        awaitOwned(PARTITIONS / 2, former, flow);
        awaitOwned(PARTITIONS / 2, again, flow);
        assertThat(owned(former, flow)).doesNotContainAnyElementsOf(owned(again, flow));
      }
      awaitOwned(PARTITIONS, former, flow);
    }
  }

  @Test
  void shouldFollowTopicsAndPartitionsAsTheyCome() throws Exception {
    lon.createTopic("early", 1);
    lon.createTopic("late", 2);
    try (var membership =
        new GroupMembership("growing", properties(Map.of()), Optional.empty(), new Told())) {
      membership.follow(Set.of("early"));
      awaitOwned(1, membership, "early");
      assertThat(owned(membership, "late")).isEmpty();

      membership.follow(Set.of("early", "late"));
      awaitOwned(2, membership, "late");
      lon.admin().createPartitions(Map.of("early", NewPartitions.increaseTo(3))).all().get();
      awaitOwned(3, membership, "early");
      assertThat(membership.condition()).isEmpty();
    }
  }

  @Test
  void shouldJoinAClassicGroupWhereThereIsNoOther() {
    try (LabCluster old =
        LabCluster.named("old")
            .property("group.coordinator.rebalance.protocols", "classic")
            .start()) {
      old.createTopic("orders", PARTITIONS);
      var target = properties(Map.of("bootstrap.servers", old.bootstrap()));
      try (var membership = new GroupMembership("f", target, Optional.empty(), new Told())) {
        membership.follow(Set.of("orders"));

        awaitOwned(PARTITIONS, membership, "orders");
      }
    }
  }

  @Test
  void shouldOwnEverythingAndSaySoWhereItMayUseNoGroup() {
    try (LabCluster guarded = GuardedCluster.started("guarded")) {
      var target = properties(GuardedCluster.asMirror(guarded));
      try (var membership = new GroupMembership("f", target, Optional.empty(), new Told())) {
        membership.follow(Set.of("orders"));

        await().atMost(PATIENCE).until(() -> membership.state() == Membership.State.ALONE);
        assertThat(membership.owns(new TargetPartition("orders", 3))).isTrue();
        assertThat(membership.lease().test(Assignment.nowMs())).isTrue();
        assertThat(membership.condition().orElseThrow())
            .contains("one instance only", "READ on Group:__crosstide-f");
      }
    }
  }
}
