package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.FetchSessionHandler;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;

/**
 * Fetches a share of the lanes from one broker on a connection of its own: one session (KIP-227)
 * and one fetch under way at a time. Lanes that are full or backing off are left out and the wait
 * is short then, so that they come back soon.
 */
final class BrokerFetch {
  /** How long a broker may wait for data when every lane takes part. */
  static final int MAX_WAIT_MS = 500;

  /** How long it may wait when lanes were left out for want of room. */
  static final int LEFT_OUT_WAIT_MS = 20;

  /** What one fetch may bring, unless its first batch alone is larger. */
  static final int MAX_RESPONSE_BYTES = 4 << 20;

  /** The same with what is around the records, and with a last batch that goes a little beyond. */
  static final int LARGEST_RESPONSE_BYTES = MAX_RESPONSE_BYTES + (2 << 20);

  /** The least room in the budget worth a fetch. */
  static final int MIN_RESPONSE_BYTES = SourceLane.MIN_PARTITION_BYTES;

  /** How long not to try again after the broker refused the whole fetch. */
  private static final int REFUSED_PAUSE_MS = 100;

  /** The last fetch version that names topics (KIP-516). */
  private static final short LAST_VERSION_BY_NAME = 12;

  private final ClusterClient client;
  private final FetchBudget budget;
  private final Settings settings;
  private final Receiver receiver;
  private final int nodeId;
  private final FetchSessionHandler session;
  private final List<SourceLane> lanes = new ArrayList<>();
  private boolean underWay;
  private Origin origin;
  private long reservedBytes;
  private long pausedUntilMs;
  private final RoundTrip roundTrip = new RoundTrip();

  /** How everything is fetched. */
  record Settings(IsolationLevel isolation, String rack) {}

  /** Takes what a fetch brought. */
  interface Receiver {
    /** One partition's share of a response, whose memory is used again afterwards. */
    void received(TopicPartition partition, PartitionData data, Origin origin);

    /** The fetch failed as a whole for the lanes that took part. */
    void failed(Origin origin, Failure failure);

    /** Called before {@link #received}: the broker answered for every lane that took part. */
    void answered(Origin origin);
  }

  /** One fetch, the same object from sending to answer. */
  static final class Origin {
    final int nodeId;

    private Origin(int nodeId) {
      this.nodeId = nodeId;
    }
  }

  BrokerFetch(
      ClusterClient client, FetchBudget budget, Settings settings, Receiver receiver, int nodeId) {
    this.client = client;
    this.budget = budget;
    this.settings = settings;
    this.receiver = receiver;
    this.nodeId = nodeId;
    this.session = new FetchSessionHandler(client.logContext(), nodeId);
  }

  /** Forgets who is to be fetched, before they are named anew. */
  void clear() {
    lanes.clear();
  }

  void add(SourceLane lane) {
    lanes.add(lane);
  }

  /** Whether there are lanes and yet no fetch under way: for want of room, or of a connection. */
  boolean starved() {
    return !lanes.isEmpty() && !underWay;
  }

  /**
   * Sends a fetch if none is under way and there is room.
   *
   * @param shareBytes of the budget, what this broker may take
   * @return milliseconds until it is worth another try, unless something happens before
   */
  long fetch(Node node, long shareBytes, long now) {
    if (underWay || lanes.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (now < pausedUntilMs) {
      return pausedUntilMs - now;
    }
    if (!client.ready(node)) {
      Failure why = client.notReady(node);
      lanes.forEach(lane -> lane.trouble(why));
      return client.retryDelayMs(node);
    }
    Plan plan = plan(now);
    if (plan.asked.isEmpty()) {
      return plan.recheckMs;
    }
    long patienceMs = roundTrip.patienceMs(now);
    if (plan.full && patienceMs > 0) {
      return patienceMs;
    }
    long wanted = Math.min(Math.max(plan.bytes, MIN_RESPONSE_BYTES), MAX_RESPONSE_BYTES);
    long granted =
        budget.reserve(
            Math.min(wanted, Math.max(shareBytes, MIN_RESPONSE_BYTES)),
            MIN_RESPONSE_BYTES,
            plan.moving);
    if (granted == 0) {
      return MAX_WAIT_MS;
    }
    send(node, plan, granted);
    return Long.MAX_VALUE;
  }

  /** Who takes part in the next fetch, and how long the broker may wait for them. */
  private static final class Plan {
    private final Map<SourceLane, Integer> asked = new LinkedHashMap<>();
    private long bytes;
    private boolean moving = true;
    private boolean full;
    private long waitMs = MAX_WAIT_MS;
    private long recheckMs = MAX_WAIT_MS;
  }

  private Plan plan(long now) {
    Plan plan = new Plan();
    for (SourceLane lane : lanes) {
      long backoffMs = lane.backoffMs(now);
      int bytes = lane.fetchBytes(budget.room(lane.account));
      if (lane.suspended()) {
        continue;
      }
      if (backoffMs > 0) {
        plan.waitMs = Math.min(plan.waitMs, backoffMs);
        plan.recheckMs = Math.min(plan.recheckMs, backoffMs);
      } else if (bytes == 0) {
        plan.full = true;
        plan.waitMs = Math.min(plan.waitMs, LEFT_OUT_WAIT_MS);
      } else {
        plan.asked.put(lane, bytes);
        plan.bytes += bytes;
        plan.moving &= budget.moving(lane.account);
      }
    }
    return plan;
  }

  private void send(Node node, Plan plan, long granted) {
    origin = new Origin(nodeId);
    FetchSessionHandler.Builder next = session.newBuilder(plan.asked.size(), false);
    plan.asked.forEach(
        (lane, bytes) -> {
          lane.join(origin);
          next.add(lane.partition, asked(lane, bytes));
        });
    FetchSessionHandler.FetchRequestData data = next.build();
    short version = data.canUseTopicIds() ? ApiKeys.FETCH.latestVersion() : LAST_VERSION_BY_NAME;
    FetchRequest.Builder request =
        FetchRequest.Builder.forConsumer(version, (int) plan.waitMs, 1, data.toSend())
            .isolationLevel(settings.isolation())
            .setMaxBytes((int) granted)
            .metadata(data.metadata())
            .removed(data.toForget())
            .replaced(data.toReplace())
            .rackId(settings.rack());
    reservedBytes = granted;
    underWay = true;
    roundTrip.sent(client.now());
    client.send(node, request, this::completed);
  }

  private FetchRequest.PartitionData asked(SourceLane lane, int bytes) {
    // A cluster that gives no topic ids may be too old to take an epoch (fetch version 12).
    Uuid present = client.topicId(lane.partition.topic());
    return new FetchRequest.PartitionData(
        lane.topicId().equals(Uuid.ZERO_UUID) ? present : lane.topicId(),
        lane.offset(),
        FetchRequest.INVALID_LOG_START_OFFSET,
        bytes,
        lane.leaderEpoch(),
        present.equals(Uuid.ZERO_UUID) ? Optional.empty() : lane.fetchedEpoch());
  }

  private void completed(ClientResponse response) {
    underWay = false;
    budget.unreserve(reservedBytes);
    if (!response.hasResponse()) {
      session.handleError(new DisconnectException());
      client.refreshMetadata();
      receiver.failed(origin, Failures.unanswered(response));
      return;
    }
    FetchResponse fetched = (FetchResponse) response.responseBody();
    short version = response.requestHeader().apiVersion();
    if (!session.handleResponse(fetched, version)) {
      refused(fetched.error());
      return;
    }
    receiver.answered(origin);
    Map<TopicPartition, PartitionData> partitions =
        fetched.responseData(session.sessionTopicNames(), version);
    roundTrip.answered(
        client.now(),
        partitions.values().stream().anyMatch(data -> FetchResponse.recordsSize(data) > 0));
    deliver(partitions);
  }

  /** Mostly a session that the broker no longer has; the handler asks for a new one next. */
  private void refused(Errors error) {
    pausedUntilMs = client.now() + REFUSED_PAUSE_MS;
    switch (error) {
      case NONE, FETCH_SESSION_ID_NOT_FOUND, INVALID_FETCH_SESSION_EPOCH -> {}
      default -> {
        client.refreshMetadata();
        receiver.failed(origin, Failures.transientFailure(error.name(), error.message()));
      }
    }
  }

  private void deliver(Map<TopicPartition, PartitionData> partitions) {
    partitions.forEach((partition, data) -> receiver.received(partition, data, origin));
  }
}
