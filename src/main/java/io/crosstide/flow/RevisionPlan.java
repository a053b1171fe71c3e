package io.crosstide.flow;

import io.crosstide.status.Printable;
import io.crosstide.topology.Flow;
import io.crosstide.topology.Topology;
import io.crosstide.topology.TopologyDiff;
import io.crosstide.topology.TopologyDiff.FlowDiff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * What it changes to take up another revision, in words, told before that is done: flows and topics
 * as the two texts say, and the targets of flows that change, by looking at their clusters.
 */
final class RevisionPlan {
  /** How long a revision waits for the clusters to be looked at. */
  static final Duration LOOK = Duration.ofSeconds(5);

  /** Sentences that are told; the others are counted. */
  static final int MAX_TOLD = 50;

  private final ServedFlows served;
  private final Function<Flow, PlanReport> look;
  private final Duration patience;

  /**
   * @param look plans one flow; may block, any thread
   * @param patience how long it may take for all flows
   */
  RevisionPlan(ServedFlows served, Function<Flow, PlanReport> look, Duration patience) {
    this.served = served;
    this.look = look;
    this.patience = patience;
  }

  /** In lines of their own, whatever clusters hold. Never throws because one is away. */
  List<String> of(Topology before, Topology after) {
    List<String> told = new ArrayList<>(differences(before, after));
    told.addAll(
        atTargets(
            served.of(after).stream()
                .filter(flow -> before.flow(flow.name()).filter(flow::sameAs).isEmpty())
                .toList()));
    told.replaceAll(Printable::of);
    if (told.size() <= MAX_TOLD) {
      return told;
    }
    List<String> first = new ArrayList<>(told.subList(0, MAX_TOLD));
    first.add("and " + (told.size() - MAX_TOLD) + " more changes");
    return first;
  }

  private List<String> differences(Topology before, Topology after) {
    List<String> told = new ArrayList<>();
    try {
      for (FlowDiff flow : TopologyDiff.of(before, after).flows()) {
        if (served.name().isPresent() && !served.name().get().equals(flow.flow())) {
          continue;
        }
        told.add(flow.flow() + " " + flow.fate().label());
        flow.changes().forEach(change -> told.add(flow.flow() + " " + change.words()));
      }
    } catch (IllegalStateException e) {
      told.add("which topics change is not known: " + e.getMessage());
    }
    return told;
  }

  private List<String> atTargets(List<Flow> flows) {
    Queue<String> told = new ConcurrentLinkedQueue<>();
    Thread looking =
        Thread.ofPlatform()
            .daemon()
            .name("crosstide-revision-plan")
            .unstarted(() -> flows.forEach(flow -> told.addAll(atTarget(flow))));
    looking.start();
    try {
      if (!looking.join(patience)) {
        looking.interrupt();
        told.add(
            "what else changes at the targets is not known: the clusters did not say within "
                + patience.toSeconds()
                + " s");
      }
    } catch (InterruptedException e) {
      looking.interrupt();
      Thread.currentThread().interrupt();
    }
    return List.copyOf(told);
  }

  private List<String> atTarget(Flow flow) {
    try {
      return look.apply(flow).changes().stream()
          .map(
              change ->
                  "%s %s %s%s"
                      .formatted(
                          flow.name(),
                          change.kind(),
                          change.subject(),
                          change.detail().isEmpty() ? "" : ", " + change.detail()))
          .toList();
    } catch (RuntimeException e) {
      return List.of(flow.name() + " changes at its target what is not known: " + e.getMessage());
    }
  }
}
