package io.crosstide.bench;

import io.crosstide.lab.LabDirectory;
import io.crosstide.lab.ProcessCluster;
import io.crosstide.lab.TlsKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;

/**
 * The two clusters of a case, one broker each, and what lies in the source. The benchmark itself
 * always speaks to the brokers directly; proxies and TLS are the mirrors' alone.
 */
final class Arena implements AutoCloseable {
  /** What is mirrored in every case. */
  static final String TOPIC = "orders";

  /** Where records come in while a backlog is copied. */
  static final String LIVE = "live";

  private static final int IDLE_PARTITIONS_PER_TOPIC = 100;

  /** As kafka-server-start.sh has it. */
  private static final List<String> JVM = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC");

  /** The thread counts are a broker's defaults. What a run leaves goes at once, to spare the disk. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "num.network.threads", "3",
          "num.io.threads", "8",
          "log.segment.delete.delay.ms", "1000");

  private final Scenario scenario;
  private final LabDirectory directory = LabDirectory.temporary("bench-keys");
  private final Map<String, String> clientProperties;
  private final ProcessCluster source;
  private final ProcessCluster target;
  private final AtExit atExit;
  private ContentDigest backlog;

  /** Starts both clusters. */
  Arena(Scenario scenario) {
    this.scenario = scenario;
    ProcessCluster.Builder from = broker("bench-source");
    ProcessCluster.Builder to = broker("bench-target");
    Map<String, String> ofClient = Map.of();
    switch (scenario.way()) {
      case Scenario.Way.Plain() -> {}
      case Scenario.Way.Link link -> from.proxied();
      case Scenario.Way.Tls() -> {
        TlsKeys keys = TlsKeys.in(directory.path());
        List.of(from, to).forEach(builder -> builder.tls(keys.ofBroker()));
        ofClient = keys.ofClient();
      }
    }
    clientProperties = ofClient;
    source = from.start();
    try {
      target = to.start();
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
    atExit = new AtExit(this::delete);
  }

  private static ProcessCluster.Builder broker(String name) {
    ProcessCluster.Builder builder = ProcessCluster.named(name).jvm(JVM);
    PROPERTIES.forEach(builder::property);
    return builder;
  }

  static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("clusters", "two, of one broker and controller each");
    settings.put("JVM", String.join(" ", JVM));
    Map<String, String> properties = new TreeMap<>(ProcessCluster.presets());
    properties.putAll(PROPERTIES);
    settings.putAll(properties);
    return settings;
  }

  /** Creates and fills what the case needs at the source. */
  void fill() {
    source.createTopic(TOPIC, scenario.load().partitions(), Map.of());
    if (scenario.kind() == Scenario.Kind.CATCH_UP) {
      source.createTopic(LIVE, scenario.load().partitions(), Map.of());
    }
    for (String topic : idleTopics()) {
      source.createTopic(topic, IDLE_PARTITIONS_PER_TOPIC, Map.of());
    }
    if (scenario.load().records() > 0) {
      new Filler(source.direct(), scenario.load()).fill(TOPIC);
    }
  }

  /** From now on the link is as slow as the case has it. */
  void slow() {
    if (scenario.way() instanceof Scenario.Way.Link link) {
      source.proxy(0).latency(link.roundTrip().dividedBy(2));
      source.proxy(0).throttle(link.bytesPerSecond());
    }
  }

  private List<String> idleTopics() {
    return IntStream.range(0, scenario.idlePartitions() / IDLE_PARTITIONS_PER_TOPIC)
        .mapToObj(number -> "idle-" + number)
        .toList();
  }

  Route route(int run) {
    List<String> topics = new ArrayList<>(List.of(TOPIC));
    if (scenario.kind() == Scenario.Kind.CATCH_UP) {
      topics.add(LIVE);
    }
    topics.addAll(idleTopics());
    return new Route(
        "s" + run,
        source.bootstrap(),
        "t" + run,
        target.bootstrap(),
        topics,
        scenario.load().compression(),
        clientProperties);
  }

  /** What the topic holds at the source now; a backlog, which does not change, is read once. */
  ContentDigest expected(String topic) {
    boolean rests = topic.equals(TOPIC) && scenario.load().records() > 0;
    if (!rests) {
      return ContentDigest.of(atSource(topic));
    }
    if (backlog == null) {
      backlog = ContentDigest.of(atSource(topic));
    }
    return backlog;
  }

  Scenario scenario() {
    return scenario;
  }

  Place atSource(String topic) {
    return new Place(source.direct(), topic);
  }

  Place atTarget(String topic) {
    return new Place(target.direct(), topic);
  }

  ProcessCluster source() {
    return source;
  }

  ProcessCluster target() {
    return target;
  }

  /**
   * @throws IllegalStateException when a broker does not run any more
   */
  void requireAlive() {
    if (!source.broker(0).alive() || !target.broker(0).alive()) {
      throw new IllegalStateException("a broker ended by itself");
    }
  }

  double brokerCpuSeconds() {
    return ProcessAccount.cpuSeconds(source.broker(0).pid())
        + ProcessAccount.cpuSeconds(target.broker(0).pid());
  }

  /** Deletes what a run has left at the target, so that disks don't fill; the source stays. */
  void clear(List<String> targetTopics) throws InterruptedException {
    try (Admin admin = target.admin()) {
      admin.deleteTopics(targetTopics).all().get();
    } catch (ExecutionException notThere) {
      // A run that failed may not have come so far.
    }
  }

  @Override
  public void close() {
    atExit.close();
    delete();
  }

  private void delete() {
    source.close();
    target.close();
    directory.close();
  }
}
