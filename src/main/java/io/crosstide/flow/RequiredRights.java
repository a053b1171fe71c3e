package io.crosstide.flow;

import static io.crosstide.flow.Right.Operation.ALTER;
import static io.crosstide.flow.Right.Operation.ALTER_CONFIGS;
import static io.crosstide.flow.Right.Operation.CREATE;
import static io.crosstide.flow.Right.Operation.DESCRIBE;
import static io.crosstide.flow.Right.Operation.DESCRIBE_CONFIGS;
import static io.crosstide.flow.Right.Operation.READ;
import static io.crosstide.flow.Right.Operation.WRITE;

import io.crosstide.flow.Right.Operation;
import io.crosstide.flow.Right.Resource;
import io.crosstide.kafka.GroupMembership;
import io.crosstide.kafka.LedgerTopic;
import io.crosstide.kafka.ProducerRegistry;
import io.crosstide.kafka.QuarantineTopic;
import io.crosstide.mirror.LaneId;
import io.crosstide.topology.Flow;
import io.crosstide.topology.NamePattern;
import io.crosstide.topology.Side;
import java.util.ArrayList;
import java.util.List;

/**
 * The least that a flow's principal must be allowed on its two clusters. Every request of package
 * kafka has its right here; RequiredRightsIT runs a flow with these, and without each one.
 */
public final class RequiredRights {
  /** Kafka's name of a cluster, the only one. */
  private static final NamePattern CLUSTER = only("kafka-cluster");

  private final Flow flow;
  private final List<Right> rights = new ArrayList<>();

  private RequiredRights(Flow flow) {
    this.flow = flow;
  }

  /** Those of the source first. */
  public static List<Right> of(Flow flow) {
    RequiredRights required = new RequiredRights(flow);
    required.addSource();
    required.addTarget();
    required.addHeartbeats();
    if (flow.sync().acls().sync()) {
      required.addAcls();
    }
    return List.copyOf(required.rights);
  }

  private void addSource() {
    for (NamePattern topics : flow.sourcePatterns()) {
      add(Side.SOURCE, topics, READ, "to see the topics and to fetch their records");
      add(Side.SOURCE, topics, DESCRIBE_CONFIGS, "to create target topics as the source has them");
    }
    add(
        Side.SOURCE,
        only(ProducerRegistry.TOPIC),
        READ,
        "to tell batches of mirrors from those of applications");
  }

  private void addTarget() {
    boolean alters = !flow.merge() && flow.sync().configs().followsSource();
    for (NamePattern topics : flow.targetPatterns()) {
      add(Side.TARGET, topics, CREATE, "to create target topics");
      add(Side.TARGET, topics, ALTER, "to add partitions when the source has more");
      if (alters) {
        // Which implies DESCRIBE_CONFIGS.
        add(Side.TARGET, topics, ALTER_CONFIGS, "to know what the topics take and keep it in step");
      } else {
        add(Side.TARGET, topics, DESCRIBE_CONFIGS, "to know what the topics take");
      }
      add(Side.TARGET, topics, WRITE, "to produce");
      add(Side.TARGET, topics, READ, "to find at a start what was written before");
    }
    for (Operation operation : List.of(CREATE, READ, WRITE)) {
      add(Side.TARGET, only(LedgerTopic.DEFAULT_TOPIC), operation, "to keep the positions");
      add(Side.TARGET, only(ProducerRegistry.TOPIC), operation, "to list the lanes' producer ids");
    }
    for (String topic : flow.mirrorMakerTopics()) {
      add(Side.TARGET, only(topic), READ, "to take over positions of MirrorMaker 2");
    }
    if (flow.quarantines()) {
      add(Side.TARGET, only(QuarantineTopic.TOPIC), CREATE, "to park what is refused");
      add(Side.TARGET, only(QuarantineTopic.TOPIC), WRITE, "to park what is refused");
    }
    rights.add(
        new Right(
            Side.TARGET,
            Resource.TRANSACTIONAL_ID,
            new NamePattern(LaneId.transactionalIds(flow.name()), true),
            WRITE,
            "to fence former owners of a lane"));
    rights.add(
        new Right(
            Side.TARGET,
            Resource.GROUP,
            only(GroupMembership.GROUP_PREFIX + flow.name()),
            READ,
            "to share the lanes with other instances"));
  }

  private void addHeartbeats() {
    if (flow.heartbeats().isPresent()) {
      NamePattern topic = only(Flow.heartbeatTopic());
      add(Side.SOURCE, topic, CREATE, "to write heartbeats");
      add(Side.SOURCE, topic, WRITE, "to write heartbeats");
    }
    flow.heartbeatTopics()
        .forEach(
            (source, target) -> {
              add(Side.SOURCE, only(source), READ, "to mirror heartbeats");
              add(Side.SOURCE, only(source), DESCRIBE_CONFIGS, "to know topics of heartbeats");
              // Which imply DESCRIBE and DESCRIBE_CONFIGS.
              for (Operation each : List.of(CREATE, ALTER_CONFIGS, WRITE, READ)) {
                add(Side.TARGET, only(target), each, "to mirror heartbeats");
              }
            });
  }

  private void addAcls() {
    rights.add(new Right(Side.SOURCE, Resource.CLUSTER, CLUSTER, DESCRIBE, "to see who may read"));
    // Which implies DESCRIBE.
    rights.add(new Right(Side.TARGET, Resource.CLUSTER, CLUSTER, ALTER, "to give and revoke ACLs"));
    String prefix = flow.prefix();
    if (prefix.isEmpty() || flow.renames() || flow.sync().acls().groups()) {
      add(
          Side.SOURCE,
          only(LedgerTopic.DEFAULT_TOPIC),
          READ,
          "to tell ACLs that flows have created from the source's own");
    }
    if (!prefix.isEmpty()) {
      add(
          Side.TARGET,
          new NamePattern(prefix, true),
          DESCRIBE,
          "to see topics of others that an ACL for the prefix would be about");
    }
  }

  private static NamePattern only(String topic) {
    return new NamePattern(topic, false);
  }

  private void add(Side side, NamePattern topics, Operation operation, String why) {
    rights.add(new Right(side, Resource.TOPIC, topics, operation, why));
  }
}
