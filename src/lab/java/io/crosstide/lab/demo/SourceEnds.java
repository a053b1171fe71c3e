package io.crosstide.lab.demo;

import io.crosstide.topology.Flow;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Asks the brokers, not the mirror, which partitions there are to mirror and where they end. */
final class SourceEnds {
  private static final long TIMEOUT_SECONDS = 30;

  private final DemoClusters clusters;
  private final List<Flow> flows;

  SourceEnds(DemoClusters clusters, List<Flow> flows) {
    this.clusters = clusters;
    this.flows = List.copyOf(flows);
  }

  /** Per flow: each partition it selects, and the end of its committed records. */
  Map<Flow, Map<TopicPartition, Long>> ask() {
    Map<Flow, Map<TopicPartition, Long>> ends = new LinkedHashMap<>();
    for (Flow flow : flows) {
      Admin admin = clusters.cluster(flow.source().alias()).admin();
      try {
        ends.put(flow, ends(admin, topics(flow)));
      } catch (ExecutionException | TimeoutException e) {
        throw new DemoFailedException("can't ask " + flow.source().alias() + " for offsets", e);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
    return ends;
  }

  /** The topics of the flow's source, there at this moment, that it selects; those of heartbeats never end. */
  List<String> topics(Flow flow) {
    Admin admin = clusters.cluster(flow.source().alias()).admin();
    try {
      return admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).stream()
          .filter(topic -> flow.plan(topic).isPresent())
          .filter(topic -> !flow.heartbeatTopics().containsKey(topic))
          .sorted()
          .toList();
    } catch (ExecutionException | TimeoutException e) {
      throw new DemoFailedException("can't list the topics of " + flow.source().alias(), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static Map<TopicPartition, Long> ends(Admin admin, List<String> topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (TopicDescription topic :
        admin
            .describeTopics(topics)
            .allTopicNames()
            .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .values()) {
      topic
          .partitions()
          .forEach(
              partition ->
                  wanted.put(
                      new TopicPartition(topic.name(), partition.partition()),
                      OffsetSpec.latest()));
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin
        .listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
        .all()
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .forEach((partition, info) -> ends.put(partition, info.offset()));
    return ends;
  }

  private static DemoFailedException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new DemoFailedException("interrupted", e);
  }
}
