package io.crosstide.kafka;

import io.crosstide.mirror.Delivery;
import io.crosstide.mirror.EventSink;
import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.RegistryPort;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * One flow's view of the registries: its own producer ids go into the target's, everybody's are
 * looked up in the source's, for which READ and DESCRIBE on that topic are enough. A source without
 * a registry has no lane that writes to it. Nothing is polled while nothing is unknown.
 */
public final class ProducerRegistry implements RegistryPort {
  /** Name of the topic, the same on every cluster: flows of different topologies meet in it. */
  public static final String TOPIC = "__crosstide-producers";

  private final ClusterIdentity source;
  private final InstantSource clock;
  private final EventSink sink;
  private final ProducerVerdicts verdicts = new ProducerVerdicts();
  private final RegistryReader reader;
  private final RegistryReader ownReader;

  /** Of every lane of this flow, the producer ids in the target's registry. */
  private final Map<LaneId, Set<Long>> own = new ConcurrentHashMap<>();

  private final RegistryWriter writer;

  /** A cluster by its names and by how to reach it. */
  public record Cluster(ClusterIdentity identity, ClusterProperties properties) {}

  /**
   * Connects to nothing yet.
   *
   * @param replicationFactor of the target's registry when it has to be created; empty: 3, or the
   *     number of brokers when that is smaller
   */
  public ProducerRegistry(
      String flow,
      Cluster source,
      Cluster target,
      OptionalInt replicationFactor,
      InstantSource clock,
      EventSink sink) {
    this.source = source.identity();
    this.clock = clock;
    this.sink = sink;
    String client = "crosstide-registry-" + flow;
    this.reader =
        new RegistryReader(
            source.properties(),
            TOPIC,
            client,
            (producerId, lane) ->
                verdicts.register(
                    producerId,
                    lane.readsFrom(target.identity()) ? Origin.REFLECTED : Origin.MIRRORED));
    this.ownReader =
        new RegistryReader(
            target.properties(),
            TOPIC,
            client + "-own",
            (producerId, lane) -> ofThisFlow(flow, producerId, lane));
    this.writer =
        new RegistryWriter(flow, target.properties(), new StateTopic(TOPIC, 1, replicationFactor));
  }

  private void ofThisFlow(String flow, long producerId, Registration lane) {
    if (lane.flow().equals(flow) && lane.readsFrom(source)) {
      own.computeIfAbsent(
              new LaneId(flow, lane.topic(), lane.partition()), id -> ConcurrentHashMap.newKeySet())
          .add(producerId);
    }
  }

  @Override
  public void formerIds(LaneId lane, long term) {
    ownReader.ask(
        failure ->
            answer(
                lane,
                term,
                "formerIds",
                failure,
                () -> new LaneEvent.FormerIds(own.getOrDefault(lane, Set.of()))));
  }

  @Override
  public void register(LaneId lane, long term, long producerId) {
    Registration registration =
        new Registration(
            lane.flow(),
            source.alias(),
            source.clusterId(),
            lane.sourceTopic(),
            lane.partition(),
            clock.instant());
    writer.write(
        producerId,
        registration,
        failure -> answer(lane, term, "register", failure, LaneEvent.Registered::new));
  }

  @Override
  public Origin originOf(long producerId) {
    return verdicts.of(producerId);
  }

  @Override
  public void resolve(LaneId lane, long term, long producerId) {
    Supplier<LaneEvent> judged = () -> new LaneEvent.Judged(producerId);
    if (verdicts.of(producerId) != Origin.UNKNOWN) {
      answer(lane, term, "resolve", Optional.empty(), judged);
      return;
    }
    reader.ask(
        failure -> {
          if (failure.isEmpty()) {
            verdicts.judge(producerId);
          }
          answer(lane, term, "resolve", failure, judged);
        });
  }

  private void answer(
      LaneId lane,
      long term,
      String operation,
      Optional<Failure> failure,
      Supplier<LaneEvent> success) {
    LaneEvent event =
        failure
            .<LaneEvent>map(why -> new LaneEvent.OperationFailed(operation, why))
            .orElseGet(success);
    sink.deliver(new Delivery(lane, term, event));
  }

  @Override
  public void close() {
    writer.close();
    reader.close();
    ownReader.close();
  }
}
