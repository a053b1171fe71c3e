package io.crosstide.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What changes between two topologies: flows and topics that appear, vanish or get other names.
 * Without a list of topics, sets of names are compared, for all names that there can be.
 *
 * @param flows those that differ, in the order of the topologies
 * @param exact whether a list of topics was compared; else a set of names is told by examples
 */
public record TopologyDiff(List<FlowDiff> flows, boolean exact) {
  public TopologyDiff {
    flows = List.copyOf(flows);
  }

  /** What becomes of a flow. */
  public enum Fate {
    APPEARS,
    VANISHES,
    CHANGES;

    /** As it is shown. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What becomes of something of a flow. */
  public enum Kind {
    /** Topics that it takes from now on. */
    TAKES("takes"),
    /** Topics that it no longer takes. */
    LEAVES("leaves"),
    /** Topics that are copied once more, from their start position on, under another name. */
    SECOND_COPY("SECOND COPY"),
    /** Other brokers. */
    BROKERS("brokers"),
    /** Other settings. */
    SETTINGS("settings");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** As it is shown. */
    public String label() {
      return label;
    }
  }

  /** One change, in words. */
  public record Change(Kind kind, String text) {
    /** With its kind, where the text does not say it. */
    public String words() {
      return switch (kind) {
        case TAKES, LEAVES, SECOND_COPY -> kind.label() + ": " + text;
        case BROKERS, SETTINGS -> text;
      };
    }
  }

  /** A flow that is not as it was. */
  public record FlowDiff(String flow, Fate fate, List<Change> changes) {
    public FlowDiff {
      changes = List.copyOf(changes);
    }
  }

  /**
   * Whatever topics there are.
   *
   * @throws IllegalStateException when the sets of names are too large to be compared
   */
  public static TopologyDiff of(Topology before, Topology after) {
    try {
      return of(before, after, new NameSetComparison(), false);
    } catch (NameSet.TooLargeException e) {
      throw new IllegalStateException("too many kinds of names to compare: " + e.getMessage(), e);
    }
  }

  /** Of these topics at the sources alone. */
  public static TopologyDiff of(Topology before, Topology after, Collection<TopicAtSource> topics) {
    return of(before, after, new ListComparison(topics), true);
  }

  public boolean isEmpty() {
    return flows.isEmpty();
  }

  /** Whether something would be copied a second time. */
  public boolean hasSecondCopy() {
    return flows.stream()
        .flatMap(flow -> flow.changes().stream())
        .anyMatch(change -> change.kind() == Kind.SECOND_COPY);
  }

  private static TopologyDiff of(
      Topology before, Topology after, TopicComparison topics, boolean exact) {
    List<FlowDiff> flows = new ArrayList<>();
    for (Flow old : before.flows()) {
      Optional<Flow> now = after.flow(old.name());
      if (now.isPresent()) {
        List<Change> changes = changes(old, now.get(), topics);
        if (!changes.isEmpty()) {
          flows.add(new FlowDiff(old.name(), Fate.CHANGES, changes));
        }
      } else {
        flows.add(new FlowDiff(old.name(), Fate.VANISHES, topics.left(old)));
      }
    }
    for (Flow now : after.flows()) {
      if (before.flow(now.name()).isEmpty()) {
        List<Change> changes = new ArrayList<>(topics.taken(now));
        formerName(now, before, after)
            .ifPresent(old -> changes.addAll(topics.copiedAgain(old, now)));
        flows.add(new FlowDiff(now.name(), Fate.APPEARS, changes));
      }
    }
    return new TopologyDiff(flows, exact);
  }

  private static List<Change> changes(Flow old, Flow now, TopicComparison topics) {
    List<Change> changes = new ArrayList<>(topics.compared(old, now));
    addBrokers(changes, old.source(), now.source());
    addBrokers(changes, old.target(), now.target());
    String settings = String.join(", ", FlowSettings.different(old, now));
    if (!settings.isEmpty()) {
      changes.add(new Change(Kind.SETTINGS, "other settings: " + settings));
    }
    return changes;
  }

  private static void addBrokers(List<Change> changes, Cluster old, Cluster now) {
    if (!old.bootstrap().equals(now.bootstrap())) {
      changes.add(
          new Change(
              Kind.BROKERS,
              "%s is reached at %s instead of %s: if that is another cluster, all begins anew there"
                  .formatted(now.alias(), now.bootstrap(), old.bootstrap())));
    }
  }

  /**
   * The flow between the same clusters that is no longer there: positions are kept by flow name.
   */
  private static Optional<Flow> formerName(Flow now, Topology before, Topology after) {
    return before.flows().stream()
        .filter(old -> after.flow(old.name()).isEmpty())
        .filter(old -> old.source().sharesBrokerWith(now.source()))
        .filter(old -> old.target().sharesBrokerWith(now.target()))
        .findFirst();
  }
}
