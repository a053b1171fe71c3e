package io.crosstide.topology;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One directed edge of the topology: what it takes, under which names, and how. Immutable; all
 * answers depend on the topology file alone.
 */
public final class Flow {
  private final Cluster source;
  private final Cluster target;
  private final FlowPolicy policy;
  private final Lineage lineage;
  private final Heartbeats heartbeats;

  Flow(Cluster source, Cluster target, FlowPolicy policy, Lineage lineage) {
    this.source = Objects.requireNonNull(source, "source");
    this.target = Objects.requireNonNull(target, "target");
    this.policy = Objects.requireNonNull(policy, "policy");
    this.lineage = Objects.requireNonNull(lineage, "lineage");
    if (source.alias().equals(target.alias())) {
      throw new IllegalArgumentException("flow from " + source.alias() + " to itself");
    }
    this.heartbeats = Heartbeats.of(source.alias(), target.alias(), policy, lineage);
  }

  /** The name of the flow between two clusters: {@code nyc->lon}. */
  public static String name(String sourceAlias, String targetAlias) {
    return sourceAlias + "->" + targetAlias;
  }

  public String name() {
    return name(source.alias(), target.alias());
  }

  /** The name of the flow in the other direction, whether there is one or not. */
  public String nameBack() {
    return name(target.alias(), source.alias());
  }

  public Cluster source() {
    return source;
  }

  public Cluster target() {
    return target;
  }

  /** Whether batches that were mirrored into the source are passed on. */
  public boolean forward() {
    return policy.forward();
  }

  /** Whether other flows may write the same target topics. */
  public boolean merge() {
    return policy.merge();
  }

  public Guarantee delivery() {
    return policy.delivery();
  }

  public Limits limits() {
    return policy.limits();
  }

  /** How often new topics and new partitions are looked for. */
  public Duration topicRefresh() {
    return policy.topicRefresh();
  }

  /** What is kept in step beside records. */
  public SyncPolicy sync() {
    return policy.sync();
  }

  /**
   * How often a heartbeat is written into topic {@link #heartbeatTopic} of the source; empty when
   * none is, or when nobody would carry it.
   */
  public Optional<Duration> heartbeats() {
    return !sync().heartbeats().isZero() && plan(heartbeatTopic()).isPresent()
        ? Optional.of(sync().heartbeats())
        : Optional.empty();
  }

  /** Where heartbeats are written. */
  public static String heartbeatTopic() {
    return TopicNames.HEARTBEATS;
  }

  /**
   * The topics that are mirrored for the heartbeats that they should hold, and not because they are
   * selected: by their names at the source, those at the target.
   */
  public Map<String, String> heartbeatTopics() {
    return heartbeats.targets();
  }

  /** What is included, as it is written: names, and expressions between slashes. */
  public List<String> include() {
    return policy.selection().include().stream().map(TopicMatcher::text).toList();
  }

  /** What is excluded, as it is written, beside what always is. */
  public List<String> exclude() {
    return policy.selection().exclude().stream().map(TopicMatcher::text).toList();
  }

  /** What stands in front of names at the target, empty when they are kept. */
  public String prefix() {
    return policy.naming().prefix(source.alias());
  }

  /**
   * Whether single topics have another name at the target than the others' would make one expect.
   */
  public boolean renames() {
    return !policy.naming().renames().isEmpty();
  }

  /** What flows from other clusters put in front of names at the target. */
  public Set<String> otherPrefixes() {
    return lineage.hopsInto(target.alias()).stream()
        .filter(hop -> !hop.source().equals(source.alias()))
        .map(Lineage.Hop::prefix)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * What is done with a topic of the source; empty when the flow leaves it alone. A topic whose
   * target name Kafka would refuse is left alone too: see {@link #refusal}.
   */
  public Optional<TopicPlan> plan(String sourceTopic) {
    if (!takes(sourceTopic)) {
      return heartbeats
          .target(sourceTopic)
          .map(name -> policy.heartbeatSettings(sourceTopic).plan(sourceTopic, name));
    }
    String targetTopic = targetName(sourceTopic);
    return TopicNames.legal(targetTopic)
        ? Optional.of(policy.settings(sourceTopic).plan(sourceTopic, targetTopic))
        : Optional.empty();
  }

  /** Why a topic that is selected can't be mirrored, in words for an operator; mostly empty. */
  public Optional<String> refusal(String sourceTopic) {
    if (!takes(sourceTopic) || TopicNames.legal(targetName(sourceTopic))) {
      return Optional.empty();
    }
    return Optional.of(
        "target name "
            + targetName(sourceTopic)
            + " has more than "
            + TopicNames.MAX_LENGTH
            + " characters; give it a shorter one under \"rename\"");
  }

  /** The properties a client of this flow is made with; secrets are still placeholders. */
  public ClientProperties clientProperties(Side side, Role role) {
    return switch (side) {
      case SOURCE -> ClientProperties.of(source, policy.sourceClient(), role);
      case TARGET -> ClientProperties.of(target, policy.targetClient(), role);
    };
  }

  /** The fewest topics of the source that hold all it may take, as ACLs can name them. */
  public List<NamePattern> sourcePatterns() {
    return AclPatterns.covering(new FlowNames().takes(this));
  }

  /** The fewest topics of the target that hold all it may write, as ACLs can name them. */
  public List<NamePattern> targetPatterns() {
    List<NamePattern> written = AclPatterns.covering(new FlowNames().writes(this));
    // A topic that was created again goes into nyc.orders.2, .3 and so on.
    return policy.says(losses -> losses.onSourceReset() == LossPolicy.OnSourceReset.FRESH)
        ? AclPatterns.withNumbers(written)
        : written;
  }

  /** Whether records of some topic may go into quarantine. */
  public boolean quarantines() {
    return policy.says(losses -> losses.onRefused() == LossPolicy.OnRefused.QUARANTINE);
  }

  /** Topics at the target from which positions of MirrorMaker 2 are taken over; mostly none. */
  public List<String> mirrorMakerTopics() {
    return policy
        .starts()
        .filter(StartPosition.MirrorMaker.class::isInstance)
        .map(start -> ((StartPosition.MirrorMaker) start).topic(source.alias()))
        .distinct()
        .toList();
  }

  /** Whether the other flow, which may be of another topology, does the same in every respect. */
  public boolean sameAs(Flow other) {
    return name().equals(other.name())
        && source.equals(other.source)
        && target.equals(other.target)
        && policy.equals(other.policy)
        && lineage.equals(other.lineage);
  }

  /**
   * Whether the clients made for the other flow, which may be of another topology, do for this one
   * as well: what else differs can be taken up while lanes run.
   */
  public boolean sharesClientsWith(Flow other) {
    boolean sameClients = name().equals(other.name());
    for (Side side : Side.values()) {
      for (Role role : Role.values()) {
        sameClients &= clientProperties(side, role).equals(other.clientProperties(side, role));
      }
    }
    // A fetching client has one isolation level, so topics that differ in it share no client.
    return sameClients
        && limits().bufferBytes() == other.limits().bufferBytes()
        && policy.isolations().equals(other.policy.isolations());
  }

  /** How a topic of the source is read, whether the flow takes it or not. */
  public Isolation isolation(String sourceTopic) {
    return policy.settings(sourceTopic).isolationOrDefault();
  }

  FlowPolicy policy() {
    return policy;
  }

  Lineage lineage() {
    return lineage;
  }

  private String targetName(String sourceTopic) {
    return policy.naming().targetName(source.alias(), sourceTopic);
  }

  /** Whether the flow wants the topic and its name doesn't say that it has been there. */
  boolean takes(String topic) {
    return TopicNames.legal(topic)
        && policy.selection().wants(topic)
        && (policy.forward() || !lineage.mirrored(source.alias(), topic))
        && !lineage.passed(source.alias(), topic, target.alias());
  }

  @Override
  public String toString() {
    return name();
  }
}
