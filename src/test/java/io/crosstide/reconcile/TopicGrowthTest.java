package io.crosstide.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.reconcile.TopicChange.AddPartitions;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose the topic is that is to get partitions. */
class TopicGrowthTest {
  private static final String NOT_A_FLOWS =
      "orders has 4; nyc.orders was not created by a flow, or its message.timestamp configs were"
          + " changed since: it grows all the same";

  private static final ConfigRules ADOPTING = Configs.rules(Map.of(), true, false);

  @Test
  void shouldSayThatTheTopicIsNotAFlows() {
    assertThat(why(Configs.topic("nyc.orders"), ConfigRules.PRESET)).isEqualTo(NOT_A_FLOWS);
  }

  @Test
  void shouldSayNothingOfWhatAFlowMadeOrIsToAdoptOrCannotBeRead() {
    ObservedTopic unreadable = new ObservedTopic("nyc.orders", "id", 1, Map.of());

    assertThat(why(Configs.mirror("nyc.orders"), ConfigRules.PRESET)).isEqualTo("orders has 4");
    assertThat(why(Configs.topic("nyc.orders"), ADOPTING)).isEqualTo("orders has 4");
    assertThat(why(unreadable, ConfigRules.PRESET)).isEqualTo("orders has 4");
  }

  private static String why(ObservedTopic existing, ConfigRules rules) {
    ObservedTopic orders =
        new ObservedTopic("orders", "id-of-orders", 4, Configs.topic("orders").configs());
    ReplicationPlan plan =
        TopicPlanner.plan(
            Configs.flow("nyc.", rules), Configs.cluster(orders), Configs.cluster(existing));
    assertThat(plan.changes()).singleElement().isInstanceOf(AddPartitions.class);
    return plan.changes().getFirst().why();
  }
}
