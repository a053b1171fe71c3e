package io.crosstide.flow;

import static io.crosstide.flow.TwoClusters.awaitLane;
import static io.crosstide.flow.TwoClusters.bytes;
import static io.crosstide.flow.TwoClusters.expectEqual;
import static io.crosstide.flow.TwoClusters.records;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.status.LaneStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a target refuses for good stops its lane alone, with the reason, until the reason has gone.
 */
@ExtendWith(ClusterPair.class)
class RefusedBatchIT {
  private final TwoClusters clusters;

  @TempDir Path dir;

  RefusedBatchIT(TwoClusters clusters) {
    this.clusters = clusters;
  }

  @Test
  void shouldStopForARecordThatIsTooLargeAndGoOnWhenTheLimitIsRaised() throws Exception {
    clusters.nyc.createTopic("large", 1);
    clusters.lon.createTopic("nyc.large", 1, Map.of("max.message.bytes", "2000"));
    clusters.produce(records("large", 0, 20));
    clusters.produce(List.of(new ProducerRecord<>("large", 0, bytes("k"), new byte[5_000])));
    clusters.produce(records("large", 21, 20));

    expectStopThenMend("large", "MESSAGE_TOO_LARGE", "max.message.bytes", "1000000", 41);
  }

  @Test
  void shouldStopForARecordWithoutKeyInACompactedTopic() throws Exception {
    clusters.nyc.createTopic("keyless", 1);
    clusters.lon.createTopic("nyc.keyless", 1, Map.of("cleanup.policy", "compact"));
    clusters.produce(records("keyless", 0, 20));
    clusters.produce(List.of(new ProducerRecord<>("keyless", 0, null, bytes("no key"))));
    clusters.produce(records("keyless", 21, 20));

    expectStopThenMend("keyless", "INVALID_RECORD", "cleanup.policy", "delete", 41);
  }

  @Test
  void shouldStopForATimestampThatIsOutOfRange() throws Exception {
    clusters.nyc.createTopic("old", 1);
    clusters.lon.createTopic("nyc.old", 1, Map.of("message.timestamp.before.max.ms", "1000000"));
    clusters.produce(records("old", 0, 20));
    clusters.produce(
        List.of(new ProducerRecord<>("old", 0, 1_000_000L, bytes("k"), bytes("of 1970"))));

    expectStopThenMend(
        "old",
        "INVALID_TIMESTAMP",
        "message.timestamp.before.max.ms",
        Long.toString(Long.MAX_VALUE),
        21);
  }

  /** A healthy topic beside it goes on all the time. */
  private void expectStopThenMend(String topic, String error, String key, String value, int records)
      throws Exception {
    String healthy = topic + "-beside";
    clusters.nyc.createTopic(healthy, 1);
    try (Engine engine = clusters.oneWay(dir, "include: [/" + topic + ".*/]")) {
      awaitLane(
          engine, topic, lane -> lane.state().equals("stopped") && lane.reason().contains(error));
      clusters.produce(records(healthy, 0, 30));
      expectEqual(clusters.nyc, healthy, clusters.lon, "nyc." + healthy, 30);
      assertThat(engine.snapshot().flows().getFirst().conditions())
          .anyMatch(line -> line.contains(error));

      var target = new ConfigResource(ConfigResource.Type.TOPIC, "nyc." + topic);
      var mend = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
      clusters.lon.admin().incrementalAlterConfigs(Map.of(target, List.of(mend))).all().get();

      awaitLane(engine, topic, RefusedBatchIT::copiesAll);
      expectEqual(clusters.nyc, topic, clusters.lon, "nyc." + topic, records);
    }
  }

  private static boolean copiesAll(LaneStatus lane) {
    return lane.state().equals("copying") && lane.lagRecords() == 0;
  }
}
