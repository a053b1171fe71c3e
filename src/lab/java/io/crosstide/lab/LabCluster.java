package io.crosstide.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;

/**
 * A real Kafka cluster of one node (KRaft, broker and controller) inside this JVM. Keeps ports and
 * data over {@link #stop()} and {@link #start()}; {@link #close()} deletes the data.
 */
public final class LabCluster implements AutoCloseable {
  private static final AtomicInteger NODE_IDS = new AtomicInteger();
  private static final long ANSWER_TIMEOUT_SECONDS = 30;

  private final String name;
  private final BrokerConfig config;
  private KafkaRaftServer server;
  private Admin admin;

  private LabCluster(String name, BrokerConfig config) {
    this.name = name;
    this.config = config;
  }

  /** A running cluster with one plaintext listener. */
  public static LabCluster started(String name) {
    return named(name).start();
  }

  public static Builder named(String name) {
    return new Builder(name);
  }

  public String name() {
    return name;
  }

  /** Address of the first listener. */
  public String bootstrap() {
    return bootstrap(config.listeners().keySet().iterator().next());
  }

  /** Address of the named listener, as clients are told it. */
  public String bootstrap(String listener) {
    return BrokerConfig.HOST + ":" + listener(listener).advertisedPort();
  }

  /** Where the broker itself listens: what a {@link FaultProxy} in front of it connects to. */
  public int port(String listener) {
    return listener(listener).port();
  }

  private BrokerConfig.Listener listener(String listener) {
    BrokerConfig.Listener found = config.listeners().get(listener);
    if (found == null) {
      throw new IllegalArgumentException(
          "no listener " + listener + " among " + config.listeners().keySet());
    }
    return found;
  }

  /** Starts, or starts again, and returns once the broker takes requests. */
  public synchronized LabCluster start() {
    if (server == null) {
      BrokerLogs.quiet();
      Storage.format(config.dir(), config.nodeId(), config.clusterId());
      Properties properties = config.properties();
      KafkaRaftServer starting =
          new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
      starting.startup();
      server = starting;
    }
    return this;
  }

  /** Stops the broker as a rolling restart does; data and ports stay. */
  public synchronized void stop() {
    if (server != null) {
      server.shutdown();
      server.awaitShutdown();
      server = null;
    }
  }

  public synchronized boolean running() {
    return server != null;
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
      admin = null;
    }
    stop();
    Storage.delete(config.dir());
  }

  /** An admin client of the first listener, made at first use and closed with the cluster. */
  public synchronized Admin admin() {
    if (admin == null) {
      admin = Admin.create(Map.of("bootstrap.servers", bootstrap()));
    }
    return admin;
  }

  /** Creates a topic with replication factor 1; configs are topic configs such as retention.ms. */
  public void createTopic(String topic, int partitions, Map<String, String> configs) {
    Topics.create(admin(), new NewTopic(topic, partitions, (short) 1).configs(configs));
  }

  public void createTopic(String topic, int partitions) {
    createTopic(topic, partitions, Map.of());
  }

  /** Produces with acks=all and the given overrides, and returns once all are acknowledged. */
  public List<RecordMetadata> produce(
      List<ProducerRecord<byte[], byte[]>> records, Map<String, Object> overrides) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrap());
    settings.put("acks", "all");
    settings.putAll(overrides);
    ByteArraySerializer bytes = new ByteArraySerializer();
    List<RecordMetadata> acknowledged = new ArrayList<>();
    try (var producer = new KafkaProducer<>(settings, bytes, bytes)) {
      var sent = records.stream().map(producer::send).toList();
      producer.flush();
      sent.forEach(future -> acknowledged.add(answer("produce", future)));
    }
    return acknowledged;
  }

  private <T> T answer(String what, Future<T> future) {
    try {
      return future.get(ANSWER_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(name + ": " + what + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(name + ": " + what + " interrupted", e);
    }
  }

  /** What can be chosen about a cluster before it starts. */
  public static final class Builder {
    private final String name;
    private final Map<String, BrokerConfig.Listener> listeners = new LinkedHashMap<>();
    private final Map<String, String> overrides = new HashMap<>();
    private Path dir;

    private Builder(String name) {
      this.name = name;
    }

    /** Data directory, deleted by {@link LabCluster#close()}; a temporary one when not given. */
    public Builder dir(Path chosen) {
      this.dir = chosen;
      return this;
    }

    /** A broker property that wins over the laboratory's own. */
    public Builder property(String key, String value) {
      overrides.put(key, value);
      return this;
    }

    /** Members of KIP-848 groups hear of a change within half a second instead of five. */
    public Builder quickGroups() {
      return property("group.consumer.min.heartbeat.interval.ms", "500")
          .property("group.consumer.heartbeat.interval.ms", "500");
    }

    /** Adds a listener on a free port; the first one is the default one. */
    public Builder listener(String listener, String protocol) {
      int port = Ports.free();
      return listener(listener, protocol, port, port);
    }

    /** Adds a listener whose clients are sent to another port, that of a proxy. */
    public Builder listener(String listener, String protocol, int port, int advertisedPort) {
      listeners.put(listener, new BrokerConfig.Listener(protocol, port, advertisedPort));
      return this;
    }

    public LabCluster build() {
      if (listeners.isEmpty()) {
        listener("PLAINTEXT", "PLAINTEXT");
      }
      int nodeId = NODE_IDS.incrementAndGet();
      return new LabCluster(
          name,
          new BrokerConfig(
              nodeId,
              Uuid.randomUuid().toString(),
              dir == null ? Storage.temporary(name) : dir,
              listeners,
              Map.of(nodeId, Ports.free()),
              overrides));
    }

    public LabCluster start() {
      LabCluster cluster = build();
      try {
        return cluster.start();
      } catch (RuntimeException e) {
        cluster.close();
        throw e;
      }
    }
  }
}
