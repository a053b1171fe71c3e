package io.crosstide.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.common.Node;

/**
 * Which connection each lane is fetched on: one of its leader's, or of the replica that the leader
 * prefers (KIP-392). All lanes are gone through at once, and only when that can change something.
 */
final class LaneRoutes {
  /**
   * Fetches under way at one broker, each for a share of the lanes: so that a line with a long
   * round trip carries {@value} times {@link BrokerFetch#MAX_RESPONSE_BYTES} in each.
   */
  private static final int FETCHES_PER_BROKER = 4;

  /** How soon new lanes are looked at, together. */
  private static final int NEW_LANES_MS = 20;

  private final ClusterClient client;
  private final List<SourceLane> recreated = new ArrayList<>();

  /** Some lanes are new, or had no leader when they were gone through. */
  private boolean incomplete;

  private int version;
  private long foundMs;
  private long dueMs;

  LaneRoutes(ClusterClient client) {
    this.client = client;
  }

  /** There is a lane that was not gone through yet. */
  void extend() {
    incomplete = true;
    dueMs = Math.min(dueMs, foundMs + NEW_LANES_MS);
  }

  /** How long it is no use to go through the lanes again, as far as no fetch returns. */
  long restMs(long now) {
    if (!incomplete) {
      return BrokerFetch.MAX_WAIT_MS;
    }
    return client.metadataVersion() == version ? Math.max(0, dueMs - now) : 0;
  }

  /** All lanes are gone through from here on. */
  void begin(long now) {
    version = client.metadataVersion();
    incomplete = false;
    foundMs = now;
    dueMs = now + BrokerFetch.MAX_WAIT_MS;
  }

  /** The lane's connection; null when there is none at present, and then the lane knows why. */
  Node find(SourceLane lane, long now) {
    Node known = lane.route(version, now);
    Node connection = known == null ? look(lane, now) : known;
    incomplete |= connection == null;
    return connection;
  }

  private Node look(SourceLane lane, long now) {
    Metadata.LeaderAndEpoch leader = client.leader(lane.partition);
    if (leader.leader.isEmpty()) {
      lane.trouble(client.missingLeader(lane.partition));
      return null;
    }
    if (!lane.mayBe(client.topicId(lane.partition.topic()))) {
      // What is known may be older than the lane, and would be for minutes.
      if (lane.isOther(version)) {
        recreated.add(lane);
      } else {
        client.refreshMetadata();
      }
      return null;
    }
    Optional<Node> replica = Optional.empty();
    if (lane.preferred(now) >= 0) {
      replica = client.replica(lane.partition, lane.preferred(now));
    }
    Node connection = connection(lane, replica.orElse(leader.leader.get()));
    lane.routed(connection, leader.epoch, version);
    return connection;
  }

  private static Node connection(SourceLane lane, Node node) {
    // By the product's upper bits (Fibonacci hashing): every second partition may be another
    // loop's.
    int share = (lane.partition.hashCode() * 0x9E3779B9 >>> 16) % FETCHES_PER_BROKER;
    return ClusterClient.connection(node, 1 + share);
  }

  /** Lanes whose topic turned out to be another one, once. */
  List<SourceLane> takeRecreated() {
    List<SourceLane> taken = List.copyOf(recreated);
    recreated.clear();
    return taken;
  }
}
