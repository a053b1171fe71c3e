package io.crosstide.kafka;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.network.KafkaChannel;
import org.apache.kafka.common.network.NetworkReceive;

/**
 * {@link ResponseMemory} takes very large answers one at a time. A broker that begins one and does
 * not end it would have the turn until its request times out, and then the requests of those that
 * wait have timed out too: so it loses the turn at half of that time, and they have the other half.
 */
final class LargeAnswerTurn {
  private final long maxMs;
  private NetworkReceive holder;
  private long sinceMs;

  LargeAnswerTurn(long requestTimeoutMs) {
    this.maxMs = requestTimeoutMs / 2;
  }

  /**
   * Asked after each poll in which an answer had to wait.
   *
   * @param nowMs of any clock that never goes back
   * @return the connection that must be closed for the others
   */
  Optional<String> overdue(List<KafkaChannel> channels, long nowMs) {
    NetworkReceive largest =
        channels.stream()
            .map(KafkaChannel::currentReceive)
            .filter(receive -> receive != null && receive.memoryAllocated())
            .max(Comparator.comparingInt(NetworkReceive::size))
            .orElse(null);
    if (largest != holder) {
      holder = largest;
      sinceMs = nowMs;
    }
    boolean waitedFor = channels.stream().anyMatch(KafkaChannel::isMuted);
    return holder != null && waitedFor && nowMs - sinceMs >= maxMs
        ? Optional.of(holder.source())
        : Optional.empty();
  }
}
