package io.crosstide.kafka;

import io.crosstide.reconcile.TopicSize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;

/** Measures topics: bytes on disk (DescribeLogDirs), offsets (ListOffsets). */
final class TopicSizes {
  private final Admin admin;

  TopicSizes(Admin admin) {
    this.admin = admin;
  }

  /** Of the topics that exist. */
  Map<String, TopicSize> of(Set<String> topics) {
    List<TopicPartition> partitions = partitions(topics);
    Map<String, Long> bytes = bytes(topics);
    ListOffsetsResult begins = admin.listOffsets(all(partitions, OffsetSpec.earliest()));
    ListOffsetsResult ends = admin.listOffsets(all(partitions, OffsetSpec.latest()));
    Map<String, TopicSize> sizes = new HashMap<>();
    for (TopicPartition partition : partitions) {
      String topic = partition.topic();
      TopicSize none = new TopicSize(bytes.getOrDefault(topic, TopicSize.UNKNOWN), 0);
      TopicSize before = sizes.getOrDefault(topic, none);
      try {
        long begin = StateTopic.answer(begins.partitionResult(partition)).offset();
        long end = StateTopic.answer(ends.partitionResult(partition)).offset();
        sizes.put(topic, new TopicSize(before.bytes(), before.offsets() + end - begin));
      } catch (RetriableException | AuthorizationException e) {
        // Without a leader now: the topic's size is not known, the others' are.
        sizes.put(topic, new TopicSize(TopicSize.UNKNOWN, before.offsets()));
      }
    }
    return sizes;
  }

  private List<TopicPartition> partitions(Set<String> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (TopicDescription topic :
        StateTopic.answer(admin.describeTopics(topics).allTopicNames()).values()) {
      topic
          .partitions()
          .forEach(info -> partitions.add(new TopicPartition(topic.name(), info.partition())));
    }
    return partitions;
  }

  private static Map<TopicPartition, OffsetSpec> all(
      List<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, spec));
    return wanted;
  }

  /** The largest replica counts: others may lag. */
  private Map<String, Long> bytes(Set<String> topics) {
    try {
      List<Integer> brokers =
          StateTopic.answer(admin.describeCluster().nodes()).stream().map(Node::id).toList();
      Map<TopicPartition, Long> largest = new HashMap<>();
      for (Map<String, LogDirDescription> dirs :
          StateTopic.answer(admin.describeLogDirs(brokers).allDescriptions()).values()) {
        dirs.values().stream()
            .flatMap(dir -> dir.replicaInfos().entrySet().stream())
            .filter(replica -> topics.contains(replica.getKey().topic()))
            .forEach(
                replica -> largest.merge(replica.getKey(), replica.getValue().size(), Math::max));
      }
      Map<String, Long> bytes = new HashMap<>();
      largest.forEach((partition, size) -> bytes.merge(partition.topic(), size, Long::sum));
      return bytes;
    } catch (AuthorizationException e) {
      return Map.of();
    }
  }
}
