package io.crosstide.flow;

import static io.crosstide.flow.TwoClusters.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.lab.LabCluster;
import io.crosstide.status.FlowStatus;
import io.crosstide.status.SyncStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Of two instances of one flow one compares configs. */
@ExtendWith(ClusterPair.class)
class SharedSyncIT {
  private static final String RETENTION = "retention.ms";

  private final TwoClusters clusters;
  private final List<Engine> engines = new ArrayList<>();

  @TempDir Path dir;

  SharedSyncIT(TwoClusters clusters) {
    this.clusters = clusters;
  }

  @AfterEach
  void stop() {
    engines.forEach(Engine::close);
  }

  @Test
  void shouldLetTheNextInstanceCompareWhenTheOneThatDoesEnds() throws Exception {
    clusters.nyc.createTopic("handed-on", 1, Map.of(RETENTION, "600000"));
    begin("handed-on");
    Engine comparing = awaitComparing();
    alter("handed-on", "700000");
    expectRetention("handed-on", "700000");

    comparing.close();
    engines.remove(comparing);

    alter("handed-on", null);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(config(clusters.lon, "nyc.handed-on").source())
                    .as("what the former one has set is known to be the flow's")
                    .isEqualTo(ConfigEntry.ConfigSource.DEFAULT_CONFIG));
    assertThat(flow(engines.getFirst()).sync().checkedAtMs()).isPositive();
  }

  @Test
  void shouldCompareOnDemandWhicheverInstanceIsAsked() throws Exception {
    clusters.nyc.createTopic("demanded", 1, Map.of(RETENTION, "600000"));
    begin("demanded");
    Engine comparing = awaitComparing();
    Engine other = engines.stream().filter(each -> each != comparing).findFirst().orElseThrow();
    assertThat(flow(other).sync()).isEqualTo(SyncStatus.NOT_YET);

    other.reconcile();

    await().atMost(PATIENCE).until(() -> flow(other).sync().checkedAtMs() >= 0);
    await().atMost(PATIENCE).until(() -> flow(other).sync().equals(SyncStatus.NOT_YET));
  }

  private void begin(String topic) throws Exception {
    for (int i = 0; i < 2; i++) {
      engines.add(
          clusters.oneWay(
              Files.createTempDirectory(dir, "engine"),
              "include: [" + topic + "]",
              "sync-refresh: 1s"));
    }
    expectRetention(topic, "600000");
  }

  private Engine awaitComparing() {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                engines.stream()
                    .filter(each -> flow(each).membership().equals("member"))
                    .filter(each -> flow(each).sync().checkedAtMs() >= 0)
                    .toList(),
            found -> found.size() == 1 && members() == 2)
        .getFirst();
  }

  private long members() {
    return engines.stream().filter(each -> flow(each).membership().equals("member")).count();
  }

  private static FlowStatus flow(Engine engine) {
    return engine.snapshot().flows().getFirst();
  }

  private void expectRetention(String topic, String value) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () -> assertThat(config(clusters.lon, "nyc." + topic).value()).isEqualTo(value));
  }

  private static ConfigEntry config(LabCluster cluster, String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return Guarded.answer(cluster.admin().describeConfigs(List.of(resource)).all())
        .get(resource)
        .get(RETENTION);
  }

  private void alter(String topic, String value) {
    OpType type = value == null ? OpType.DELETE : OpType.SET;
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var change = new AlterConfigOp(new ConfigEntry(RETENTION, value), type);
    Guarded.answer(
        clusters.nyc.admin().incrementalAlterConfigs(Map.of(resource, List.of(change))).all());
  }
}
