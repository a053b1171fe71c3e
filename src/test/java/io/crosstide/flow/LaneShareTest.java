package io.crosstide.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.LaneSettings;
import io.crosstide.mirror.TargetPartition;
import io.crosstide.reconcile.WantedLane;
import io.crosstide.topology.Guarantee;
import io.crosstide.topology.Isolation;
import io.crosstide.topology.LossPolicy;
import io.crosstide.topology.StartPosition;
import io.crosstide.topology.TopicPlan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LaneShareTest {
  private static final List<WantedLane> LANES = List.of(lane("a"), lane("b"), lane("c"));

  /** The group gives nobody the lane whose start is not known: it would lead for ever. */
  @Test
  void shouldBeLedByTheFirstLaneThatIsFollowed() {
    assertThat(LaneShare.first(LANES, Set.of(id("c"), id("b"))))
        .contains(new TargetPartition("nyc.b", 0));
    assertThat(LaneShare.first(LANES, Set.of(id("a"), id("b"), id("c"))))
        .contains(new TargetPartition("nyc.a", 0));
  }

  @Test
  void shouldBeLedByNoLaneWhileNoneIsFollowed() {
    assertThat(LaneShare.first(LANES, Set.of())).isEmpty();
    assertThat(LaneShare.first(List.of(), Set.of(id("gone")))).isEmpty();
  }

  private static LaneId id(String topic) {
    return new LaneId("nyc->lon", topic, 0);
  }

  private static WantedLane lane(String topic) {
    StartPosition start = new StartPosition.Earliest();
    return new WantedLane(
        id(topic),
        new LaneSettings(
            new TargetPartition("nyc." + topic, 0),
            start,
            false,
            Guarantee.STRONGEST,
            Optional.empty(),
            1_000_000),
        new TopicPlan(
            topic,
            "nyc." + topic,
            start,
            OptionalInt.empty(),
            OptionalLong.empty(),
            Isolation.READ_COMMITTED,
            LossPolicy.CAUTIOUS));
  }
}
