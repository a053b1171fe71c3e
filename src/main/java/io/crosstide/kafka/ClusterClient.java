package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.RequestCompletionHandler;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.memory.MemoryPool;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;

/**
 * Connections to one cluster and what is known of its leaders: {@link NetworkClient} and metadata
 * in one. One thread only, but for {@link #wakeup}. API versions are negotiated per connection.
 */
final class ClusterClient implements AutoCloseable {
  /** Above every node id that is in use anywhere, so that connections don't share a name. */
  private static final int CONNECTIONS_APART = 1 << 26;

  private final ReceivingSelector selector;
  private final NetworkClient network;
  private final WantedTopics topics;
  private final Metrics metrics = new Metrics();
  private final LogContext logContext;
  private final Time time = new MonotonicTime();
  private final int requestTimeoutMs;

  /**
   * @param clientId default of {@code client.id}, also the prefix of log lines
   * @param maxInFlight requests sent on one connection and not yet answered
   * @param responses where responses are received; what they are read into is used again after the
   *     {@link #poll} that called back
   */
  ClusterClient(
      String clientId, Map<String, String> properties, int maxInFlight, MemoryPool responses) {
    ConnectionConfig config = ConnectionConfig.of(clientId, properties);
    this.logContext = new LogContext("[" + clientId + "] ");
    this.topics = new WantedTopics(config, logContext);
    topics.bootstrap(ClientUtils.parseAndValidateAddresses(config));
    this.requestTimeoutMs = config.getInt(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG);
    this.selector = selector(config, responses);
    this.network = network(config, clientId, maxInFlight);
  }

  private ReceivingSelector selector(ConnectionConfig config, MemoryPool responses) {
    return new ReceivingSelector(
        config.getLong(CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG),
        new LargeAnswerTurn(requestTimeoutMs),
        metrics,
        time,
        ClientUtils.createChannelBuilder(config, time, logContext),
        responses,
        logContext);
  }

  private NetworkClient network(ConnectionConfig config, String clientId, int maxInFlight) {
    return new NetworkClient(
        selector,
        topics,
        clientId,
        maxInFlight,
        config.getLong(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG),
        config.getLong(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG),
        config.getInt(CommonClientConfigs.SEND_BUFFER_CONFIG),
        config.getInt(CommonClientConfigs.RECEIVE_BUFFER_CONFIG),
        requestTimeoutMs,
        config.getLong(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG),
        config.getLong(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG),
        time,
        true,
        new ApiVersions(),
        logContext,
        config.getLong(CommonClientConfigs.METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG),
        MetadataRecoveryStrategy.forName(
            config.getString(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG)));
  }

  /** Milliseconds that never run backwards: for deadlines, not for timestamps. */
  long now() {
    return time.milliseconds();
  }

  int requestTimeoutMs() {
    return requestTimeoutMs;
  }

  LogContext logContext() {
    return logContext;
  }

  /** The partition's leader with its epoch; asks for fresh metadata when there is none. */
  Metadata.LeaderAndEpoch leader(TopicPartition partition) {
    topics.want(partition.topic(), now());
    Metadata.LeaderAndEpoch leader = topics.currentLeader(partition);
    if (leader.leader.isEmpty()) {
      refreshMetadata();
    }
    return leader;
  }

  /** Why {@link #leader} knows none. */
  Failure missingLeader(TopicPartition partition) {
    Cluster cluster = topics.fetch();
    if (cluster.isBootstrapConfigured()) {
      return noConnection(cluster.nodes());
    }
    if (cluster.unauthorizedTopics().contains(partition.topic())) {
      return Failures.transientFailure(
          Errors.TOPIC_AUTHORIZATION_FAILED.name(), "no right to read topic " + partition.topic());
    }
    PartitionInfo known = cluster.partition(partition);
    return known == null
        ? Failures.transientFailure(
            Errors.UNKNOWN_TOPIC_OR_PARTITION.name(), partition + " is not in the metadata")
        : Failures.transientFailure(
            Errors.LEADER_NOT_AVAILABLE.name(), partition + " has no leader at present");
  }

  private Failure noConnection(List<Node> bootstrap) {
    for (Node node : bootstrap) {
      AuthenticationException refused = network.authenticationException(node);
      if (refused != null) {
        return Failures.network("authentication failed: " + refused.getMessage());
      }
    }
    return Failures.network("no connection yet to any of " + bootstrap);
  }

  /** A replica that is alive, empty when the metadata does not know it as such. */
  Optional<Node> replica(TopicPartition partition, int nodeId) {
    return topics.fetch().nodeIfOnline(partition, nodeId);
  }

  Uuid topicId(String topic) {
    return topics.topicIds().getOrDefault(topic, Uuid.ZERO_UUID);
  }

  int metadataVersion() {
    return topics.updateVersion();
  }

  void refreshMetadata() {
    topics.requestUpdate(false);
  }

  /**
   * A second connection to the broker. Brokers answer one connection's requests one after the
   * other, so a question must not queue behind a fetch that waits or a produce that replicates.
   */
  static Node aside(Node node) {
    return connection(node, 0);
  }

  /**
   * One more connection to the broker, told from others by its number.
   *
   * @param number 0 is {@link #aside}; at most 15
   */
  static Node connection(Node node, int number) {
    int id = Integer.MAX_VALUE - number * CONNECTIONS_APART - node.id();
    return new Node(id, node.host(), node.port(), node.rack());
  }

  /** The node id of the broker that a {@link #connection} goes to. */
  static int broker(int connectionId) {
    return (Integer.MAX_VALUE - connectionId) % CONNECTIONS_APART;
  }

  /** Any broker, for requests that every broker answers; {@code null} when none is known yet. */
  Node any() {
    Cluster cluster = topics.fetch();
    List<Node> nodes = cluster.nodes();
    if (cluster.isBootstrapConfigured() || nodes.isEmpty()) {
      refreshMetadata();
      return null;
    }
    int start = ThreadLocalRandom.current().nextInt(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      Node node = aside(nodes.get((start + i) % nodes.size()));
      if (!network.connectionFailed(node)) {
        return node;
      }
    }
    return aside(nodes.get(start));
  }

  /** Whether a request can be sent now; begins to connect when there is no connection. */
  boolean ready(Node node) {
    return network.ready(node, now());
  }

  /** Why {@link #ready} says no; {@code null} while connecting or merely busy. */
  Failure notReady(Node node) {
    AuthenticationException refused = network.authenticationException(node);
    if (refused != null) {
      return Failures.network(
          "authentication at "
              + node.host()
              + ":"
              + node.port()
              + " failed: "
              + refused.getMessage());
    }
    if (network.connectionFailed(node)) {
      return Failures.network("no connection to broker " + node.host() + ":" + node.port());
    }
    return network.throttleDelayMs(node, now()) > 0
        ? Failures.transientFailure(
            Errors.THROTTLING_QUOTA_EXCEEDED.name(),
            "broker " + node.host() + ":" + node.port() + " throttles this client")
        : null;
  }

  /** Milliseconds until {@link #ready} is worth asking again, at least 1. */
  long retryDelayMs(Node node) {
    return Math.max(1, network.pollDelayMs(node, now()));
  }

  void send(Node node, AbstractRequest.Builder<?> request, RequestCompletionHandler whenDone) {
    long now = now();
    network.send(
        network.newClientRequest(node.idString(), request, now, true, requestTimeoutMs, whenDone),
        now);
  }

  /** Sends, receives, and calls back, for at most {@code timeoutMs} or until {@link #wakeup}. */
  void poll(long timeoutMs) {
    try {
      network.poll(Math.max(0, timeoutMs), now());
    } finally {
      selector.releaseReceived();
    }
  }

  /** Any thread. */
  void wakeup() {
    network.wakeup();
  }

  @Override
  public void close() {
    Utils.closeQuietly(network, "network client");
    Utils.closeQuietly(metrics, "metrics");
  }
}
