package io.crosstide.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.memory.MemoryPool;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ChannelBuilder;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;

/**
 * A selector that gives the memory of responses back: Kafka's own clients take it from a pool but
 * never return it. One thread only.
 */
final class ReceivingSelector extends Selector {
  private final List<NetworkReceive> received = new ArrayList<>();

  ReceivingSelector(
      long maxIdleMs,
      Metrics metrics,
      Time time,
      ChannelBuilder channels,
      MemoryPool memory,
      LogContext logContext) {
    super(
        NetworkReceive.UNLIMITED,
        maxIdleMs,
        metrics,
        time,
        "crosstide",
        Map.of(),
        false,
        false,
        channels,
        memory,
        logContext);
  }

  @Override
  public Collection<NetworkReceive> completedReceives() {
    Collection<NetworkReceive> completed = super.completedReceives();
    received.addAll(completed);
    return completed;
  }

  /** Every response that was received until now has been read. */
  void releaseReceived() {
    received.forEach(response -> Utils.closeQuietly(response, "response"));
    received.clear();
  }
}
