package io.crosstide.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosstide.lab.TrafficTopic;
import io.crosstide.topology.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTopicsTest {
  @TempDir Path dir;

  @Test
  void shouldWriteUsualNamesWhereEverythingIsSelected() throws IOException {
    Map<String, List<TrafficTopic>> topics = DemoTopics.of(Topologies.read(dir, ""), Set.of());

    assertThat(topics).containsOnlyKeys("nyc", "lon");
    assertThat(topics.get("nyc")).hasSize(3).isEqualTo(topics.get("lon"));
    assertThat(topics.get("nyc")).filteredOn(TrafficTopic::compacted).hasSize(1);
  }

  @Test
  void shouldMakeUpNamesThatTheFlowsSelect() throws IOException {
    Topology topology = Topologies.read(dir, "defaults: {include: [ledger, '/eu-.+/']}\n");

    assertThat(DemoTopics.of(topology, Set.of("ledger", "/eu-.+/")).get("nyc"))
        .extracting(TrafficTopic::name)
        .contains("ledger")
        .anyMatch(name -> name.startsWith("eu-"));
  }

  @Test
  void shouldNotWriteToTopicsThatAFlowWrites() throws IOException {
    Topology topology = Topologies.read(dir, "defaults: {rename: {orders: sales}}\n");

    assertThat(DemoTopics.of(topology, Set.of("sales", "orders")).get("lon"))
        .extracting(TrafficTopic::name)
        .contains("orders")
        .doesNotContain("sales");
  }

  @Test
  void shouldSayWhenItCanThinkOfNoTopic() throws IOException {
    Topology topology = Topologies.read(dir, "defaults: {include: ['/q(?=z)z/']}\n");

    assertThatThrownBy(() -> DemoTopics.of(topology, Set.of()))
        .isInstanceOf(DemoFailedException.class)
        .hasMessageContaining("nyc->lon selects no topic");
  }
}
