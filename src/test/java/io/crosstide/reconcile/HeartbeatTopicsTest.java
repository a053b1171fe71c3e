package io.crosstide.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeartbeatTopicsTest {
  private static final Set<String> NAMES = Set.of("heartbeats", "lon.heartbeats");

  @Test
  void shouldKnowATopicOfHeartbeatsByItsShape() {
    assertThat(foreign(topic(1, "compact"))).isEmpty();
    assertThat(foreign(topic(1, "compact,delete"))).containsOnlyKeys("heartbeats");
    assertThat(foreign(topic(1, "delete")).get("heartbeats"))
        .contains("1 partitions and cleanup.policy=delete");
    assertThat(foreign(topic(3, "compact"))).containsOnlyKeys("heartbeats");
  }

  @Test
  void shouldNotTakeForOneWhatItMayNotLookAt() {
    var unknown = new ObservedTopic("heartbeats", "id", 1, Map.of());

    assertThat(foreign(unknown).get("heartbeats")).contains("needs DESCRIBE_CONFIGS");
  }

  @Test
  void shouldSayNothingOfTopicsThatAreNotThereOrNotCalledSo() {
    assertThat(HeartbeatTopics.foreign(NAMES, cluster())).isEmpty();
    assertThat(HeartbeatTopics.foreign(Set.of(), cluster(topic(3, "delete")))).isEmpty();
  }

  @Test
  void shouldShowTheClusterWithoutThem() {
    ObservedCluster all = cluster(topic(1, "delete"), new ObservedTopic("a", "id", 1, Map.of()));

    ObservedCluster without = HeartbeatTopics.without(all, Set.of("heartbeats"));

    assertThat(without.topics()).containsOnlyKeys("a");
    assertThat(without.topicConfigKeys()).isEqualTo(all.topicConfigKeys());
    assertThat(HeartbeatTopics.without(all, Set.of())).isEqualTo(all);
  }

  private static Map<String, String> foreign(ObservedTopic topic) {
    return HeartbeatTopics.foreign(NAMES, cluster(topic));
  }

  private static ObservedTopic topic(int partitions, String policy) {
    var value = new ConfigValue(policy, true, false);
    return new ObservedTopic("heartbeats", "id", partitions, Map.of("cleanup.policy", value));
  }

  private static ObservedCluster cluster(ObservedTopic... topics) {
    Map<String, ObservedTopic> byName = new HashMap<>();
    for (ObservedTopic topic : topics) {
      byName.put(topic.name(), topic);
    }
    return new ObservedCluster("c", 1, byName, Set.of("cleanup.policy"));
  }
}
