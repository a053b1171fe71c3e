package io.crosstide.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.topology.Guarantee;
import io.crosstide.topology.Isolation;
import io.crosstide.topology.LossPolicy;
import io.crosstide.topology.LossPolicy.OnSourceReset;
import io.crosstide.topology.StartPosition;
import io.crosstide.topology.TopicPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreshTargetsTest {
  private final Map<String, Set<String>> recorded = new HashMap<>();

  @Test
  void shouldKeepTheNameUntilTheTopicIsAnotherOne() {
    assertThat(target("orders", OnSourceReset.FRESH)).contains("nyc.orders");
    recorded.put("nyc.orders", Set.of("id-1"));

    assertThat(target("orders", OnSourceReset.FRESH)).contains("nyc.orders");
  }

  @Test
  void shouldCountUpPastEveryTopicThatHasThisName() {
    recorded.put("nyc.orders", Set.of("id-0"));
    assertThat(target("orders", OnSourceReset.FRESH)).contains("nyc.orders.2");
    recorded.put("nyc.orders.2", Set.of("id-5"));
    assertThat(target("orders", OnSourceReset.FRESH)).contains("nyc.orders.3");
    recorded.put("nyc.orders.3", Set.of("id-1"));
    assertThat(target("orders", OnSourceReset.FRESH)).contains("nyc.orders.3");
  }

  @Test
  void shouldNeverTakeTheTargetOfAnotherTopic() {
    recorded.put("nyc.taken", Set.of("id-0"));

    assertThat(target("taken", OnSourceReset.FRESH)).contains("nyc.taken.3");
  }

  @Test
  void shouldLeaveTheNameAloneUnderEveryOtherPolicy() {
    recorded.put("nyc.orders", Set.of("id-0"));

    assertThat(target("orders", OnSourceReset.STOP)).contains("nyc.orders");
    assertThat(target("orders", OnSourceReset.CONTINUE)).contains("nyc.orders");
  }

  @Test
  void shouldSayWhyATopicIsLeftOutWhoseFreshNameIsTooLong() {
    String longest = "o".repeat(245);
    recorded.put("nyc." + longest, Set.of("id-0"));

    assertThat(target(longest, OnSourceReset.FRESH)).isEmpty();
    assertThat(over(longest, OnSourceReset.FRESH).refusal().apply(longest))
        .hasValueSatisfying(why -> assertThat(why).contains("rename"));
  }

  private Optional<String> target(String topic, OnSourceReset policy) {
    return over(topic, policy).plan().apply(topic).map(TopicPlan::targetTopic);
  }

  private FlowTopics over(String topic, OnSourceReset policy) {
    Map<String, ObservedTopic> topics = new HashMap<>();
    for (String name : new String[] {topic, "taken.2"}) {
      topics.put(name, new ObservedTopic(name, "id-1", 1, Map.of()));
    }
    var flow =
        new FlowTopics(
            "nyc->lon",
            false,
            Guarantee.STRONGEST,
            name -> Optional.of(plan(name, policy)),
            name -> Optional.empty());
    return FreshTargets.over(
        flow,
        new ObservedCluster("c", 1, topics, Set.of()),
        (source, target) -> recorded.getOrDefault(target, Set.of()));
  }

  private static TopicPlan plan(String topic, OnSourceReset policy) {
    LossPolicy preset = LossPolicy.CAUTIOUS;
    return new TopicPlan(
        topic,
        "nyc." + topic,
        new StartPosition.Earliest(),
        OptionalInt.empty(),
        OptionalLong.empty(),
        Isolation.READ_COMMITTED,
        new LossPolicy(preset.onGap(), policy, preset.onTargetLoss(), preset.onRefused()));
  }
}
