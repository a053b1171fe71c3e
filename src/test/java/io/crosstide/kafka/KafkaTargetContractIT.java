package io.crosstide.kafka;

import io.crosstide.lab.LabCluster;
import io.crosstide.mirror.EventSink;
import io.crosstide.mirror.TargetContract;
import io.crosstide.mirror.TargetPartition;
import io.crosstide.mirror.TargetPort;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class KafkaTargetContractIT extends TargetContract {
  private static final AtomicInteger TOPICS = new AtomicInteger();
  private static LabCluster cluster;

  @BeforeAll
  static void start() {
    cluster = LabCluster.started("target-contract");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Override
  protected TargetPort connect(EventSink sink) {
    return new KafkaTarget("a->b", Map.of("bootstrap.servers", cluster.bootstrap()), sink);
  }

  @Override
  protected TargetPartition freshPartition() {
    String topic = "target-contract-" + TOPICS.incrementAndGet();
    cluster.createTopic(topic, 1, Map.of("max.message.bytes", "" + MAX_BATCH_BYTES));
    return new TargetPartition(topic, 0);
  }

  @Override
  protected void goOn(TargetPort port) {
    port.poll(100);
  }
}
