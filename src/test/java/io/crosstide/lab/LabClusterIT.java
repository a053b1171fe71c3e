package io.crosstide.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabClusterIT {
  @TempDir Path parent;

  @Test
  void shouldKeepDataAndPortOverRestartAndDeleteThemOnClose() throws Exception {
    Path dir = parent.resolve("nyc");
    try (LabCluster nyc = LabCluster.named("nyc").dir(dir).start()) {
      nyc.createTopic("orders", 2);
      nyc.produce(List.of(record("a"), record("b")), Map.of());
      String before = nyc.bootstrap();

      nyc.stop();
      nyc.start();

      assertThat(nyc.bootstrap()).isEqualTo(before);
      assertThat(end(nyc, "orders", 1)).isEqualTo(2);
    }
    assertThat(Files.exists(dir)).isFalse();
  }

  @Test
  void shouldRunTwoClustersApartInOneJvm() throws Exception {
    try (LabCluster nyc = LabCluster.started("nyc");
        LabCluster lon = LabCluster.started("lon")) {
      nyc.createTopic("orders", 2);

      assertThat(nyc.admin().listTopics().names().get()).contains("orders");
      assertThat(lon.admin().listTopics().names().get()).doesNotContain("orders");
    }
  }

  private static ProducerRecord<byte[], byte[]> record(String value) {
    return new ProducerRecord<>("orders", 1, null, value.getBytes(StandardCharsets.UTF_8));
  }

  private static long end(LabCluster cluster, String topic, int partition) throws Exception {
    TopicPartition at = new TopicPartition(topic, partition);
    return cluster
        .admin()
        .listOffsets(Map.of(at, OffsetSpec.latest()))
        .partitionResult(at)
        .get()
        .offset();
  }
}
