package io.crosstide.lab.chaos;

import io.crosstide.lab.ProcessCluster;
import io.crosstide.lab.TrafficTopic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/** Source and target: three brokers each, every topic replicated three times, two must be in sync. */
final class Arena implements AutoCloseable {
  static final int BROKERS = 3;

  /** How long a member of a group may be silent at the target; also Connect's own default. */
  static final Duration SESSION = Duration.ofSeconds(10);

  static final List<TrafficTopic> TOPICS =
      List.of(new TrafficTopic("orders", 6, false), new TrafficTopic("payments", 3, false));

  private static final String SESSION_MS = Long.toString(SESSION.toMillis());

  private static final Map<String, String> PROPERTIES =
      Map.of(
          "min.insync.replicas", "2",
          "transaction.state.log.min.isr", "2",
          "broker.session.timeout.ms", "6000",
          "broker.heartbeat.interval.ms", "500",
          "replica.lag.time.max.ms", "10000",
          "group.consumer.session.timeout.ms", SESSION_MS,
          "group.consumer.min.session.timeout.ms", SESSION_MS,
          "group.consumer.heartbeat.interval.ms", "3000",
          "group.consumer.min.heartbeat.interval.ms", "3000",
          "transaction.abort.timed.out.transaction.cleanup.interval.ms", "2000");

  private final ProcessCluster source;
  private final ProcessCluster target;

  private Arena(ProcessCluster source, ProcessCluster target) {
    this.source = source;
    this.target = target;
  }

  /**
   * @param links how many instances get links of their own
   */
  static Arena start(int links) {
    var source = CompletableFuture.supplyAsync(() -> cluster(Contender.SOURCE, links));
    var target = CompletableFuture.supplyAsync(() -> cluster(Contender.TARGET, links));
    try {
      Arena arena = new Arena(source.join(), target.join());
      TOPICS.forEach(topic -> arena.source.createTopic(topic.name(), topic.partitions(), Map.of()));
      return arena;
    } catch (RuntimeException e) {
      source.thenAccept(ProcessCluster::close);
      target.thenAccept(ProcessCluster::close);
      throw e;
    }
  }

  private static ProcessCluster cluster(String name, int links) {
    ProcessCluster.Builder builder = ProcessCluster.named(name).nodes(BROKERS).links(links);
    PROPERTIES.forEach(builder::property);
    return builder.start();
  }

  ProcessCluster source() {
    return source;
  }

  ProcessCluster target() {
    return target;
  }

  Route route(int instance) {
    return new Route(
        source.linkBootstrap(instance),
        target.linkBootstrap(instance),
        TOPICS.stream().map(TrafficTopic::name).toList());
  }

  static List<TopicPartition> sourcePartitions() {
    return TOPICS.stream()
        .flatMap(topic -> Health.partitions(topic.name(), topic.partitions()).stream())
        .toList();
  }

  /** In the order of {@link #sourcePartitions()}. */
  static List<TopicPartition> targetPartitions() {
    return sourcePartitions().stream()
        .map(from -> new TopicPartition(Route.targetTopic(from.topic()), from.partition()))
        .toList();
  }

  @Override
  public void close() {
    source.close();
    target.close();
  }
}
