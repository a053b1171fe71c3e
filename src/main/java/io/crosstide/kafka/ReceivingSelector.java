package io.crosstide.kafka;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * never return it. And a poll goes on until something is complete: a large response comes in many
 * parts. Closes a connection on which more than {@link ResponseBound} is announced, or which has
 * its {@link LargeAnswerTurn} for too long. One thread only, but for {@link #wakeup}.
 */
final class ReceivingSelector extends Selector {
  private final List<NetworkReceive> received = new ArrayList<>();
  private final Time time;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final MemoryPool memory;
  private final LargeAnswerTurn turn;

  ReceivingSelector(
      long maxIdleMs,
      LargeAnswerTurn turn,
      Metrics metrics,
      Time time,
      ChannelBuilder channels,
      MemoryPool memory,
      LogContext logContext) {
    super(
        ResponseBound.bytes(),
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
    this.time = time;
    this.memory = memory;
    this.turn = turn;
  }

  @Override
  public void poll(long timeoutMs) throws IOException {
    long deadline = time.milliseconds() + timeoutMs;
    long left = timeoutMs;
    do {
      super.poll(left);
      if (memory.isOutOfMemory()) {
        turn.overdue(channels(), time.milliseconds()).ifPresent(this::close);
      }
      left = deadline - time.milliseconds();
    } while (!woken.getAndSet(false) && left > 0 && nothingCompleted());
  }

  private boolean nothingCompleted() {
    return super.completedReceives().isEmpty()
        && completedSends().isEmpty()
        && connected().isEmpty()
        && disconnected().isEmpty();
  }

  /** Any thread. What was said while nobody polled ends the next poll. */
  @Override
  public void wakeup() {
    woken.set(true);
    super.wakeup();
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
