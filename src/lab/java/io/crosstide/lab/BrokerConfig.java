package io.crosstide.lab;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The configuration of one combined broker and controller, small and quick to start.
 *
 * @param nodeId node id, unique within its cluster and within a JVM
 * @param clusterId Kafka's cluster id (a base64 UUID)
 * @param dir log directory
 * @param listeners listener name to its endpoint; the first carries the traffic between brokers
 * @param voters node id to controller port, for every node of the cluster
 * @param overrides broker properties that win over everything here
 */
record BrokerConfig(
    int nodeId,
    String clusterId,
    Path dir,
    Map<String, Listener> listeners,
    Map<Integer, Integer> voters,
    Map<String, String> overrides) {
  static final String HOST = "127.0.0.1";
  static final String CONTROLLER = "CONTROLLER";
  private static final int MAX_INTERNAL_REPLICAS = 3;

  /**
   * One endpoint of a broker.
   *
   * @param protocol {@code PLAINTEXT}, {@code SSL}, {@code SASL_PLAINTEXT} or {@code SASL_SSL}
   * @param port where the broker listens
   * @param advertisedPort what clients are told; differs when a proxy sits in between
   */
  record Listener(String protocol, int port, int advertisedPort) {}

  BrokerConfig {
    if (listeners.isEmpty()) {
      throw new IllegalArgumentException("a broker needs a listener");
    }
    if (!voters.containsKey(nodeId)) {
      throw new IllegalArgumentException("node " + nodeId + " is not among the voters " + voters);
    }
    listeners = new LinkedHashMap<>(listeners);
    voters = new LinkedHashMap<>(voters);
    overrides = Map.copyOf(overrides);
  }

  Properties properties() {
    Properties properties = new Properties();
    properties.putAll(identity());
    properties.putAll(replication());
    properties.putAll(small());
    properties.putAll(overrides);
    return properties;
  }

  private Map<String, String> identity() {
    int controllerPort = voters.get(nodeId);
    return Map.of(
        "process.roles", "broker,controller",
        "node.id", Integer.toString(nodeId),
        "controller.quorum.voters",
            voters.entrySet().stream()
                .map(voter -> voter.getKey() + "@" + HOST + ":" + voter.getValue())
                .collect(Collectors.joining(",")),
        "listeners",
            joined((name, at) -> name + "://" + HOST + ":" + at.port())
                + ",%s://%s:%d".formatted(CONTROLLER, HOST, controllerPort),
        "advertised.listeners",
            joined((name, at) -> name + "://" + HOST + ":" + at.advertisedPort()),
        "listener.security.protocol.map",
            joined((name, at) -> name + ":" + at.protocol()) + "," + CONTROLLER + ":PLAINTEXT",
        "controller.listener.names", CONTROLLER,
        "inter.broker.listener.name", listeners.keySet().iterator().next(),
        "log.dirs", dir.toString());
  }

  private String joined(BiFunction<String, Listener, String> form) {
    return listeners.entrySet().stream()
        .map(entry -> form.apply(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(","));
  }

  private Map<String, String> replication() {
    String replicas = Integer.toString(Math.min(MAX_INTERNAL_REPLICAS, voters.size()));
    return Map.of(
        "offsets.topic.replication.factor", replicas,
        "transaction.state.log.replication.factor", replicas,
        "share.coordinator.state.topic.replication.factor", replicas,
        "default.replication.factor", replicas,
        "transaction.state.log.min.isr", "1",
        "share.coordinator.state.topic.min.isr", "1",
        "offsets.topic.num.partitions", "1",
        "transaction.state.log.num.partitions", "1",
        "share.coordinator.state.topic.num.partitions", "1");
  }

  /** Alike in every cluster. */
  static Map<String, String> small() {
    Map<String, String> small = new LinkedHashMap<>();
    small.put("group.initial.rebalance.delay.ms", "0");
    small.put("log.cleaner.dedupe.buffer.size", "2097152");
    small.put("log.cleaner.io.buffer.size", "65536");
    small.put("log.index.size.max.bytes", "1048576");
    small.put("log.initial.task.delay.ms", "500");
    small.put("num.network.threads", "2");
    small.put("num.io.threads", "2");
    small.put("background.threads", "2");
    small.put("group.coordinator.threads", "1");
    small.put("share.coordinator.threads", "1");
    small.put("initial.broker.registration.timeout.ms", "30000");
    // A killed broker is declared dead soon, and so may come back soon.
    small.put("broker.session.timeout.ms", "1500");
    small.put("broker.heartbeat.interval.ms", "300");
    small.put("auto.create.topics.enable", "false");
    return small;
  }
}
