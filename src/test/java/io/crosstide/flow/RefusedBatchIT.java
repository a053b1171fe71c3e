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

  /** A topic whose target refuses a record, and what has it take the record after all. */
  private record Refused(String topic, String error, String key, String value, int records) {}

  private static final List<Refused> ALL =
      List.of(
          new Refused("large", "MESSAGE_TOO_LARGE", "max.message.bytes", "1000000", 41),
          new Refused("keyless", "INVALID_RECORD", "cleanup.policy", "delete", 41),
          new Refused(
              "old",
              "INVALID_TIMESTAMP",
              "message.timestamp.before.max.ms",
              Long.toString(Long.MAX_VALUE),
              21));

  /** All at once: a stopped lane looks only now and then whether its reason has gone. */
  @Test
  void shouldStopEachLaneAloneForWhatIsRefusedAndGoOnWhenTheReasonIsGone() throws Exception {
    create("large", Map.of("max.message.bytes", "2000"));
    clusters.produce(List.of(new ProducerRecord<>("large", 0, bytes("k"), new byte[5_000])));
    clusters.produce(records("large", 21, 20));
    create("keyless", Map.of("cleanup.policy", "compact"));
    clusters.produce(List.of(new ProducerRecord<>("keyless", 0, null, bytes("no key"))));
    clusters.produce(records("keyless", 21, 20));
    create("old", Map.of("message.timestamp.before.max.ms", "1000000"));
    clusters.produce(
        List.of(new ProducerRecord<>("old", 0, 1_000_000L, bytes("k"), bytes("of 1970"))));
    clusters.nyc.createTopic("healthy", 1);

    try (Engine engine = clusters.oneWay(dir, "include: [large, keyless, old, healthy]")) {
      for (Refused refused : ALL) {
        awaitLane(engine, refused.topic(), lane -> stoppedFor(lane, refused.error()));
      }
      clusters.produce(records("healthy", 0, 30));
      expectEqual(clusters.nyc, "healthy", clusters.lon, "nyc.healthy", 30);
      for (Refused refused : ALL) {
        assertThat(engine.snapshot().flows().getFirst().conditions())
            .anyMatch(line -> line.contains(refused.error()));
        mend(refused);
      }
      for (Refused refused : ALL) {
        String topic = refused.topic();
        awaitLane(engine, topic, RefusedBatchIT::copiesAll);
        expectEqual(clusters.nyc, topic, clusters.lon, "nyc." + topic, refused.records());
      }
    }
  }

  private void create(String topic, Map<String, String> targetConfigs) {
    clusters.nyc.createTopic(topic, 1);
    clusters.lon.createTopic("nyc." + topic, 1, targetConfigs);
    clusters.produce(records(topic, 0, 20));
  }

  private void mend(Refused refused) throws Exception {
    var target = new ConfigResource(ConfigResource.Type.TOPIC, "nyc." + refused.topic());
    var set =
        new AlterConfigOp(
            new ConfigEntry(refused.key(), refused.value()), AlterConfigOp.OpType.SET);
    clusters.lon.admin().incrementalAlterConfigs(Map.of(target, List.of(set))).all().get();
  }

  private static boolean stoppedFor(LaneStatus lane, String error) {
    return lane.state().equals("stopped") && lane.reason().contains(error);
  }

  private static boolean copiesAll(LaneStatus lane) {
    return lane.state().equals("copying") && lane.lagRecords() == 0;
  }
}
