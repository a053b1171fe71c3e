package io.crosstide.flow;

import io.crosstide.kafka.HeartbeatWriter;
import io.crosstide.reconcile.HeartbeatTopics;
import io.crosstide.reconcile.ObservedCluster;
import io.crosstide.topology.Flow;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A flow's heartbeats: written by one of its instances, and kept apart from topics of applications
 * that are called alike. The flow's own thread only.
 */
final class Heartbeats implements AutoCloseable {
  private static final String SUBJECT = "heartbeats ";

  private final Conditions conditions;
  private final InstantSource clock;
  private Map<String, String> foreign = Map.of();
  private HeartbeatWriter writer;
  private Duration interval = Duration.ZERO;

  Heartbeats(Conditions conditions, InstantSource clock) {
    this.conditions = conditions;
    this.clock = clock;
  }

  /** The source without topics that are called like one of heartbeats and are none. */
  ObservedCluster screened(Flow flow, ObservedCluster atSource) {
    foreign = HeartbeatTopics.foreign(flow.heartbeatTopics().keySet(), atSource);
    return HeartbeatTopics.without(atSource, foreign.keySet());
  }

  /**
   * Writes heartbeats from now on, or no more. After {@link #screened}.
   *
   * @param leads whether this instance does what one of all must do
   */
  void round(Flow flow, FlowClients clients, boolean leads) {
    boolean ours = leads && !foreign.containsKey(Flow.heartbeatTopic());
    Duration wanted = flow.heartbeats().filter(each -> ours).orElse(Duration.ZERO);
    if (!wanted.equals(interval)) {
      close();
      if (!wanted.isZero()) {
        writer = new HeartbeatWriter(flow, clients.source(), wanted, clock);
      }
      interval = wanted;
    }
    say(flow);
  }

  private void say(Flow flow) {
    Map<String, String> said = new HashMap<>();
    foreign.forEach(
        (topic, why) ->
            said.put(
                SUBJECT + topic,
                "no heartbeats in topic %s at %s: %s; \"heartbeats: never\" does without"
                    .formatted(topic, flow.source().alias(), why)));
    Optional.ofNullable(writer)
        .flatMap(HeartbeatWriter::trouble)
        .ifPresent(trouble -> said.put(SUBJECT, "no heartbeats are written: " + trouble));
    conditions.keep(SUBJECT, said);
  }

  @Override
  public void close() {
    if (writer != null) {
      // A producer can't be closed by a thread that is told to stop.
      boolean interrupted = Thread.interrupted();
      writer.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      writer = null;
    }
  }
}
