package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
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
  private final Map<TopicPartition, SourceLane> lanes = new HashMap<>();
  private final Map<Integer, BrokerFetch> brokers = new HashMap<>();

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
  }

  void assign(SourceLane lane) {
    lanes.put(lane.partition, lane);
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
    budget.want(true);
    budget.share(lanes.values());
    Map<Integer, Node> nodes = route(now);
    long shareBytes = budget.unheldBytes() / Math.max(1, nodes.size());
    long wait = BrokerFetch.MAX_WAIT_MS;
    for (Map.Entry<Integer, Node> at : nodes.entrySet()) {
      wait = Math.min(wait, brokers.get(at.getKey()).fetch(at.getValue(), shareBytes, now));
    }
    // With a fetch under way at every broker, room that becomes free is found when it returns.
    budget.want(brokers.values().stream().anyMatch(BrokerFetch::starved));
    return wait;
  }

  private Map<Integer, Node> route(long now) {
    Map<Integer, Node> nodes = new HashMap<>();
    brokers.values().forEach(BrokerFetch::clear);
    int version = client.metadataVersion();
    for (SourceLane lane : lanes.values()) {
      Node node = lane.route(version, now);
      if (node == null) {
        node = findRoute(lane, version, now);
      }
      if (node != null) {
        nodes.put(node.id(), node);
        brokers
            .computeIfAbsent(node.id(), id -> new BrokerFetch(client, budget, settings, this, id))
            .add(lane);
      }
    }
    return nodes;
  }

  private Node findRoute(SourceLane lane, int version, long now) {
    Metadata.LeaderAndEpoch leader = client.leader(lane.partition);
    if (leader.leader.isEmpty()) {
      lane.trouble(client.missingLeader(lane.partition));
      return null;
    }
    Optional<Node> replica = Optional.empty();
    if (lane.preferred(now) >= 0) {
      replica = client.replica(lane.partition, lane.preferred(now));
    }
    Node node = replica.orElse(leader.leader.get());
    lane.routed(node, leader.epoch, version);
    return node;
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
    if (data.preferredReadReplica() >= 0) {
      prefer(lane, data.preferredReadReplica());
      return;
    }
    Failure damaged = delivery.deliver(lane, data, System.currentTimeMillis());
    if (damaged != null) {
      fail(lane, new LaneEvent.FetchFailed(damaged, data.logStartOffset(), data.highWatermark()));
    }
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
          fail(lane, new LaneEvent.FetchFailed(Failures.of(error, failure.detail()), -1, -1));
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
      fail(lane, new LaneEvent.FetchFailed(failure, logStart, logEnd));
    }
  }

  private void fail(SourceLane lane, LaneEvent.FetchFailed event) {
    if (lanes.remove(lane.partition, lane)) {
      lane.trouble(event.failure());
      lane.end();
      delivery.event(lane, event);
    }
  }
}
