package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import java.util.Collection;
import org.apache.kafka.common.requests.ListOffsetsRequest;

/**
 * A source's client with all that is under way on it. Thrown away as a whole when something was
 * thrown in the middle of a poll: the client has forgotten requests whose answers it had, and would
 * wait for ever. Source thread only, but for {@link #wakeup}.
 */
final class SourceConnection implements AutoCloseable {
  private final ClusterClient client;
  private final Operations operations = new Operations();
  private final Fetcher fetcher;

  SourceConnection(
      ClusterClient client,
      FetchBudget budget,
      BrokerFetch.Settings settings,
      ChunkDelivery delivery) {
    this.client = client;
    this.fetcher = new Fetcher(client, budget, settings, operations, delivery);
  }

  Fetcher fetcher() {
    return fetcher;
  }

  /** Asks for one offset; see {@link ListOffsetsRequest} for the marks among timestamps. */
  void ask(
      OffsetQuery.Question question,
      java.util.function.LongConsumer found,
      java.util.function.Consumer<Failure> failed) {
    operations.start(new OffsetQuery(client, question, found, failed));
  }

  /** Sends what is due, and takes what comes, within the time a fetch may wait. */
  void poll() {
    long now = client.now();
    long wait = operations.tick(now);
    client.poll(Math.min(wait, fetcher.fetch(now)));
  }

  /** Goes on with lanes that another connection fetched, not at once. */
  void adopt(Collection<SourceLane> lanes, Failure why) {
    long now = client.now();
    for (SourceLane lane : lanes) {
      if (!lane.ended()) {
        lane.resume();
        lane.preferLeader();
        lane.backOff(why, now);
        fetcher.assign(lane);
      }
    }
  }

  /** Any thread. */
  void wakeup() {
    client.wakeup();
  }

  /** Whoever waits for an answer is told that there will be none. */
  void failAll(Failure failure) {
    operations.failAll(failure);
  }

  @Override
  public void close() {
    client.close();
  }
}
