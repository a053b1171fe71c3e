package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.ListOffsetsRequest;

/**
 * All assigned lanes and the brokers they are fetched from: routes each lane to its leader or to
 * the replica the leader prefers, keeps every broker busy, and turns answers into events.
 */
final class Fetcher implements BrokerFetch.Receiver {
  private final ClusterClient client;
  private final FetchBudget budget;
  private final BrokerFetch.Settings settings;
  private final Operations operations;
  private final ChunkDelivery delivery;
  private final LaneRoutes routes;
  private final Map<TopicPartition, SourceLane> lanes = new HashMap<>();
  private final Map<Integer, BrokerFetch> fetches = new HashMap<>();

  Fetcher(
      ClusterClient client,
      FetchBudget budget,
      BrokerFetch.Settings settings,
      Operations operations,
      ChunkDelivery delivery) {
    this.client = client;
    this.budget = budget;
    this.settings = settings;
    this.operations = operations;
    this.delivery = delivery;
    this.routes = new LaneRoutes(client);
  }

  void assign(SourceLane lane) {
    lanes.put(lane.partition, lane);
    routes.extend();
  }

  void unassign(TopicPartition partition) {
    lanes.remove(partition);
  }

  /**
   * Sends every fetch that can be sent now.
   *
   * @return milliseconds until there is something to do again, unless something happens before
   */
  long fetch(long now) {
    // With every fetch under way that has lanes, only an answer or another lane changes anything.
    boolean starved = fetches.values().stream().anyMatch(BrokerFetch::starved);
    long rest = starved ? 0 : routes.restMs(now);
    if (rest > 0) {
      return rest;
    }
    budget.want(true);
    budget.share(lanes.values());
    Set<Node> connections = route(now);
    long shareBytes = budget.unheldBytes() / Math.max(1, connections.size());
    long wait = BrokerFetch.MAX_WAIT_MS;
    for (Node connection : connections) {
      wait = Math.min(wait, fetches.get(connection.id()).fetch(connection, shareBytes, now));
    }
    // With every fetch under way, room that becomes free is found when one returns.
    budget.want(fetches.values().stream().anyMatch(BrokerFetch::starved));
    return wait;
  }

  /** Shares the lanes out; the connections that have any. */
  private Set<Node> route(long now) {
    Set<Node> connections = new HashSet<>();
    fetches.values().forEach(BrokerFetch::clear);
    routes.begin(now);
    for (SourceLane lane : lanes.values()) {
      Node connection = routes.find(lane, now);
      if (connection != null) {
        connections.add(connection);
        fetches
            .computeIfAbsent(
                connection.id(),
                id -> new BrokerFetch(client, budget, settings, this, ClusterClient.broker(id)))
            .add(lane);
      }
    }
    for (SourceLane lane : routes.takeRecreated()) {
      reset(lane, SourceResets.recreated(lane, client.topicId(lane.partition.topic())));
    }
    return connections;
  }

  @Override
  public void answered(BrokerFetch.Origin origin) {
    for (SourceLane lane : lanes.values()) {
      if (lane.partOf(origin)) {
        lane.healthy();
      }
    }
  }

  @Override
  public void failed(BrokerFetch.Origin origin, Failure failure) {
    long now = client.now();
    for (SourceLane lane : lanes.values()) {
      if (lane.partOf(origin)) {
        lane.preferLeader();
        lane.backOff(failure, now);
      }
    }
  }

  @Override
  public void received(TopicPartition partition, PartitionData data, BrokerFetch.Origin origin) {
    SourceLane lane = lanes.get(partition);
    if (lane == null || !lane.partOf(origin)) {
      return;
    }
    Errors error = Errors.forCode(data.errorCode());
    if (error != Errors.NONE) {
      refused(lane, error, origin);
      return;
    }
    if (FetchResponse.isDivergingEpoch(data)) {
      diverged(lane, data, origin);
      return;
    }
    if (data.preferredReadReplica() >= 0) {
      prefer(lane, data.preferredReadReplica());
      return;
    }
    Failure damaged = delivery.deliver(lane, data, System.currentTimeMillis());
    if (damaged != null) {
      fail(
          lane,
          new LaneEvent.FetchFailed(
              damaged, lane.offset(), data.logStartOffset(), data.highWatermark()));
    }
  }

  private void diverged(SourceLane lane, PartitionData data, BrokerFetch.Origin origin) {
    LaneEvent.SourceReset reset = SourceResets.diverged(lane, data.divergingEpoch());
    if (lane.preferred(client.now()) == origin.nodeId) {
      // A replica that lags looks the same: the leader must say so.
      lane.preferLeader();
      lane.backOff(
          Failures.transientFailure("DIVERGING_EPOCH", reset.failure().detail()), client.now());
    } else {
      reset(lane, reset);
    }
  }

  private void reset(SourceLane lane, LaneEvent.SourceReset event) {
    fail(lane, event.failure(), event);
  }

  /** KIP-392: the leader answers without records and names who has them. */
  private void prefer(SourceLane lane, int nodeId) {
    long now = client.now();
    if (client.replica(lane.partition, nodeId).isPresent()) {
      lane.prefer(nodeId, now);
      return;
    }
    // The leader knows of a replica that this client has not heard of, or takes for offline.
    client.refreshMetadata();
    lane.backOff(
        Failures.transientFailure(
            Errors.REPLICA_NOT_AVAILABLE.name(),
            "the leader of "
                + lane.partition
                + " prefers replica "
                + nodeId
                + ", which the metadata does not show as online"),
        now);
  }

  private void refused(SourceLane lane, Errors error, BrokerFetch.Origin origin) {
    long now = client.now();
    String detail = "fetch of " + lane.partition + " at offset " + lane.offset();
    Failure failure =
        Failures.transientFailure(error.name(), detail + " refused: " + error.message());
    switch (error) {
      case OFFSET_OUT_OF_RANGE -> {
        if (lane.preferred(now) == origin.nodeId) {
          lane.preferLeader();
          lane.backOff(failure, now);
        } else {
          findBounds(lane, failure);
        }
      }
      case CORRUPT_MESSAGE ->
          fail(
              lane,
              new LaneEvent.FetchFailed(
                  Failures.of(error, failure.detail()), lane.offset(), -1, -1));
      default -> {
        client.refreshMetadata();
        lane.preferLeader();
        lane.backOff(failure, now);
      }
    }
  }

  /** The broker says that the offset is not in its log; only the leader's bounds tell what is. */
  private void findBounds(SourceLane lane, Failure failure) {
    lane.suspend();
    lane.trouble(failure);
    ask(
        lane,
        ListOffsetsRequest.EARLIEST_TIMESTAMP,
        start -> ask(lane, ListOffsetsRequest.LATEST_TIMESTAMP, end -> outside(lane, start, end)));
  }

  private void ask(SourceLane lane, long timestamp, java.util.function.LongConsumer whenFound) {
    var question =
        new OffsetQuery.Question(lane.partition, timestamp, IsolationLevel.READ_UNCOMMITTED);
    operations.start(
        new OffsetQuery(
            client,
            question,
            whenFound,
            failure -> {
              lane.resume();
              lane.backOff(failure, client.now());
            }));
  }

  private void outside(SourceLane lane, long logStart, long logEnd) {
    String detail =
        "offset "
            + lane.offset()
            + " of "
            + lane.partition
            + " is not in the log, which has "
            + logStart
            + " to "
            + logEnd;
    Failure failure = Failures.of(Errors.OFFSET_OUT_OF_RANGE, detail);
    if (lane.offset() >= logStart && lane.offset() <= logEnd) {
      // A leader that was behind, or a log that has grown since.
      lane.resume();
      lane.backOff(failure, client.now());
    } else {
      fail(lane, new LaneEvent.FetchFailed(failure, lane.offset(), logStart, logEnd));
    }
  }

  private void fail(SourceLane lane, LaneEvent.FetchFailed event) {
    fail(lane, event.failure(), event);
  }

  private void fail(SourceLane lane, Failure failure, LaneEvent event) {
    if (lanes.remove(lane.partition, lane)) {
      lane.trouble(failure);
      lane.end();
      delivery.event(lane, event);
    }
  }
}
