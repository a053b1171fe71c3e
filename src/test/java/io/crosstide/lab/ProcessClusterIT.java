package io.crosstide.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.junit.jupiter.api.Test;

class ProcessClusterIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void shouldKeepDataOverKillAndAnswerNothingWhileSuspended() throws Exception {
    try (ProcessCluster nyc = ProcessCluster.named("nyc").start();
        Admin admin = nyc.admin()) {
      nyc.createTopic("orders", 1, Map.of());

      nyc.broker(0).kill();
      assertThat(nyc.broker(0).alive()).isFalse();
      nyc.broker(0).start();
      assertThat(admin.listTopics().names().get()).contains("orders");

      nyc.broker(0).suspend();
      assertThatThrownBy(() -> leader(admin, 500)).isInstanceOf(ExecutionException.class);
      nyc.broker(0).resume();
      assertThat(leader(admin, 20_000)).isEqualTo(1);

      nyc.broker(0).stop();
      assertThat(nyc.broker(0).alive()).isFalse();
    }
  }

  @Test
  void shouldElectAnotherLeaderAndCutClientsAtTheProxyOnly() throws Exception {
    try (ProcessCluster nyc = ProcessCluster.named("nyc").nodes(3).proxied().start();
        Admin admin = nyc.admin()) {
      nyc.createTopic("orders", 1, Map.of());
      int leader = leader(admin, 20_000);

      nyc.proxy(leader - 1).refuse();
      assertThat(leader(admin, 20_000)).isEqualTo(leader);
      nyc.proxy(leader - 1).heal();

      nyc.broker(leader - 1).kill();
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> leader(admin, 5_000) != leader && leader(admin, 5_000) > 0);
    }
  }

  private static int leader(Admin admin, int timeoutMs) throws Exception {
    var options = new DescribeTopicsOptions().timeoutMs(timeoutMs);
    var described = admin.describeTopics(List.of("orders"), options).allTopicNames();
    return described.get().get("orders").partitions().getFirst().leader().id();
  }
}
