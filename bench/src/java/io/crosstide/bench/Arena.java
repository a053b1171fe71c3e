package io.crosstide.bench;

import io.crosstide.lab.ProcessCluster;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** The two clusters of a case, one broker each, and what lies in the source. */
final class Arena implements AutoCloseable {
  static final String TOPIC = "orders";
  private static final int IDLE_PARTITIONS_PER_TOPIC = 100;

  /** As kafka-server-start.sh has it, and the thread counts that are a broker's defaults. */
  private static final List<String> JVM = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC");

  private static final Map<String, String> PROPERTIES =
      Map.of("num.network.threads", "3", "num.io.threads", "8");

  private final ProcessCluster source;
  private final ProcessCluster target;

  private Arena(ProcessCluster source, ProcessCluster target) {
    this.source = source;
    this.target = target;
  }

  static Arena start(Scenario scenario) {
    ProcessCluster.Builder builder = broker("bench-source");
    if (scenario.link().proxied()) {
      builder.proxied();
    }
    ProcessCluster source = builder.start();
    try {
      return new Arena(source, broker("bench-target").start());
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private static ProcessCluster.Builder broker(String name) {
    ProcessCluster.Builder builder = ProcessCluster.named(name).jvm(JVM);
    PROPERTIES.forEach(builder::property);
    return builder;
  }

  static Map<String, String> settings() {
    return Map.of("JVM", String.join(" ", JVM), "properties", PROPERTIES.toString());
  }

  /** Creates and fills what the case needs at the source, before its link gets slow. */
  void fill(Scenario scenario) {
    source.createTopic(TOPIC, scenario.load().partitions(), Map.of());
    for (String topic : idleTopics(scenario)) {
      source.createTopic(topic, IDLE_PARTITIONS_PER_TOPIC, Map.of());
    }
    if (scenario.load().records() > 0) {
      new Filler(source.bootstrap(), scenario.load()).fill(TOPIC);
    }
  }

  void slow(Scenario.Link link) {
    if (link.proxied()) {
      source.proxy(0).latency(link.roundTrip().dividedBy(2));
      source.proxy(0).throttle(link.bytesPerSecond());
    }
  }

  static List<String> idleTopics(Scenario scenario) {
    return java.util.stream.IntStream.range(
            0, scenario.idlePartitions() / IDLE_PARTITIONS_PER_TOPIC)
        .mapToObj(number -> "idle-" + number)
        .toList();
  }

  Route route(Scenario scenario, int run) {
    List<String> topics = new java.util.ArrayList<>(List.of(TOPIC));
    topics.addAll(idleTopics(scenario));
    return new Route(
        "s" + run,
        source.bootstrap(),
        "t" + run,
        target.bootstrap(),
        topics,
        scenario.load().compression());
  }

  ProcessCluster target() {
    return target;
  }

  ProcessCluster source() {
    return source;
  }

  double brokerCpuSeconds() {
    return ProcessAccount.cpuSeconds(source.broker(0).pid())
        + ProcessAccount.cpuSeconds(target.broker(0).pid());
  }

  /** Deletes what a run has left at the target, so that disks don't fill; the source stays. */
  void clear(Route route) throws InterruptedException {
    try (Admin admin = target.admin()) {
      admin
          .deleteTopics(route.topics().stream().map(route::targetTopic).toList())
          .all()
          .get();
    } catch (ExecutionException notThere) {
      // A run that failed may not have come so far.
    }
  }

  @Override
  public void close() {
    source.close();
    target.close();
  }
}
