package io.crosstide.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.CollectorRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SnapshotCollectorTest {
  private static final String FLOW = "nyc->lon";
  private static final String[] BY_FLOW = {"flow"};
  private static final String[] BY_TOPIC = {"flow", "topic"};
  private static final String[] BY_PARTITION = {"flow", "topic", "partition"};

  private final AtomicReference<Snapshot> now = new AtomicReference<>();
  private final CollectorRegistry registry = new CollectorRegistry();

  @Test
  void shouldShowEachLaneWhileThereAreFew() {
    scraped(2, 2);
    now.set(Statuses.snapshot(flow(lane("orders", 0, 10), lane("orders", 1, 20))));

    assertThat(value("crosstide_records_total", BY_PARTITION, FLOW, "orders", "1")).isEqualTo(20);
    assertThat(value("crosstide_bytes_total", BY_PARTITION, FLOW, "orders", "1")).isEqualTo(2000);
    assertThat(
            value(
                "crosstide_batches_total",
                new String[] {"flow", "topic", "partition", "path"},
                FLOW,
                "orders",
                "1",
                "passed"))
        .isEqualTo(10);
    assertThat(
            value(
                "crosstide_dropped_batches_total",
                new String[] {"flow", "topic", "partition", "reason"},
                FLOW,
                "orders",
                "0",
                "aborted"))
        .isEqualTo(3);
    assertThat(value("crosstide_oldest_unmirrored_age_seconds", BY_PARTITION, FLOW, "orders", "0"))
        .isEqualTo(2.5);
    assertThat(detail("partition")).isEqualTo(1);
  }

  @Test
  void shouldForgetALaneThatIsGone() {
    scraped(2, 2);
    now.set(Statuses.snapshot(flow(lane("orders", 0, 10))));
    assertThat(value("crosstide_records_total", BY_PARTITION, FLOW, "orders", "0")).isEqualTo(10);

    now.set(Statuses.snapshot(flow()));

    assertThat(value("crosstide_records_total", BY_PARTITION, FLOW, "orders", "0")).isNull();
    assertThat(value("crosstide_lag_records", BY_PARTITION, FLOW, "orders", "0")).isNull();
  }

  @Test
  void shouldLeaveOutALagThatIsNotKnown() {
    scraped(2, 2);
    now.set(Statuses.snapshot(flow(Statuses.unknownLane("orders", 0))));

    assertThat(value("crosstide_lag_records", BY_PARTITION, FLOW, "orders", "0")).isNull();
    assertThat(value("crosstide_oldest_unmirrored_age_seconds", BY_PARTITION, FLOW, "orders", "0"))
        .isZero();
  }

  @Test
  void shouldSumUpByTopicAboveTheLaneLimit() {
    scraped(1, 2);
    now.set(Statuses.snapshot(flow(lane("orders", 0, 10), lane("orders", 1, 20))));

    assertThat(value("crosstide_records_total", BY_TOPIC, FLOW, "orders")).isEqualTo(30);
    assertThat(value("crosstide_lag_records", BY_TOPIC, FLOW, "orders")).isEqualTo(8);
    assertThat(value("crosstide_oldest_unmirrored_age_seconds", BY_TOPIC, FLOW, "orders"))
        .isEqualTo(2.5);
    assertThat(detail("topic")).isEqualTo(1);
  }

  @Test
  void shouldSumUpForTheFlowAboveTheTopicLimit() {
    scraped(1, 1);
    now.set(Statuses.snapshot(flow(lane("orders", 0, 10), lane("users", 0, 20))));

    assertThat(value("crosstide_records_total", BY_FLOW, FLOW)).isEqualTo(30);
    assertThat(value("crosstide_retries_total", BY_FLOW, FLOW)).isEqualTo(10);
    assertThat(detail("flow")).isEqualTo(1);
  }

  @Test
  void shouldNotLetASumFallWhenALaneGoesAway() {
    scraped(1, 2);
    now.set(
        Statuses.snapshot(
            flow(lane("orders", 0, 10), lane("orders", 1, 20), lane("orders", 2, 40))));
    assertThat(value("crosstide_records_total", BY_TOPIC, FLOW, "orders")).isEqualTo(70);

    now.set(Statuses.snapshot(flow(lane("orders", 0, 13), lane("orders", 1, 20))));

    assertThat(value("crosstide_records_total", BY_TOPIC, FLOW, "orders")).isEqualTo(73);
  }

  @Test
  void shouldTakeALaneThatBeganAgainAsNew() {
    scraped(1, 2);
    now.set(Statuses.snapshot(flow(lane("orders", 0, 10), lane("orders", 1, 20))));
    assertThat(value("crosstide_records_total", BY_TOPIC, FLOW, "orders")).isEqualTo(30);

    now.set(Statuses.snapshot(flow(lane("orders", 0, 10), lane("orders", 1, 4))));

    assertThat(value("crosstide_records_total", BY_TOPIC, FLOW, "orders")).isEqualTo(34);
  }

  @Test
  void shouldCountTheSameHoweverOftenItIsScraped() {
    scraped(1, 2);
    now.set(Statuses.snapshot(flow(lane("orders", 0, 10), lane("orders", 1, 20))));

    for (int scrape = 0; scrape < 3; scrape++) {
      assertThat(value("crosstide_records_total", BY_TOPIC, FLOW, "orders")).isEqualTo(30);
    }
  }

  @Test
  void shouldSayWhichClusterIsAway() {
    scraped(2, 2);
    now.set(Statuses.snapshot(Statuses.sourceAway(flow())));

    String[] labels = {"flow", "side"};
    assertThat(value("crosstide_cluster_reachable", labels, FLOW, "source")).isZero();
    assertThat(value("crosstide_cluster_reachable", labels, FLOW, "target")).isEqualTo(1);
    assertThat(value("crosstide_flow_conditions", BY_FLOW, FLOW)).isEqualTo(1);
  }

  private void scraped(int maxLanes, int maxTopics) {
    new SnapshotCollector(
            now::get, new ReplicationLatency(List.of(FLOW)), new Detail.Limits(maxLanes, maxTopics))
        .register(registry);
  }

  private Double value(String name, String[] labels, String... values) {
    return registry.getSampleValue(name, labels, values);
  }

  private Double detail(String detail) {
    return value("crosstide_lane_metrics_detail", new String[] {"flow", "detail"}, FLOW, detail);
  }

  private static FlowStatus flow(LaneStatus... lanes) {
    return Statuses.flow(FLOW, lanes);
  }

  private static LaneStatus lane(String topic, int partition, long records) {
    return Statuses.lane(topic, partition, records);
  }
}
