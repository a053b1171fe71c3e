package io.crosstide.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.requests.ProduceRequest;

/**
 * One produce request to one broker, and who is waiting for its answer. Topics go by id where the
 * broker knows ids (version 13, KIP-516), by name elsewhere, and come back the same way.
 */
final class ProduceDraft {
  /** All in-sync replicas: an acknowledged batch must survive its leader. */
  private static final short ACKS_ALL = -1;

  private final ClusterClient client;
  private final Node node;
  private final List<Part> parts = new ArrayList<>();
  private final Map<TopicPartition, Part> byPartition = new HashMap<>();
  private final Map<Uuid, String> names = new HashMap<>();
  private final ProduceRequestData data;
  private long bytes;

  /** One batch of the request. */
  record Part(ProduceQueue queue, PendingBatch batch) {}

  ProduceDraft(ClusterClient client, Node node) {
    this.client = client;
    this.node = node;
    this.data = new ProduceRequestData().setAcks(ACKS_ALL).setTimeoutMs(client.requestTimeoutMs());
  }

  Node node() {
    return node;
  }

  long bytes() {
    return bytes;
  }

  List<Part> parts() {
    return parts;
  }

  void add(ProduceQueue queue, PendingBatch batch) {
    Part part = new Part(queue, batch);
    parts.add(part);
    byPartition.put(queue.partition, part);
    bytes += batch.bytes();
    String name = queue.partition.topic();
    Uuid id = client.topicId(name);
    names.put(id, name);
    TopicProduceData topic = data.topicData().find(name, id);
    if (topic == null) {
      topic = new TopicProduceData().setName(name).setTopicId(id);
      data.topicData().add(topic);
    }
    topic
        .partitionData()
        .add(
            new PartitionProduceData()
                .setIndex(queue.partition.partition())
                .setRecords(MemoryRecords.readableRecords(batch.batch().bytes().slice())));
  }

  ProduceRequest.Builder request() {
    return ProduceRequest.builder(data);
  }

  /** Whose answer this is; null for what was not asked. */
  Part part(TopicProduceResponse topic, int partition) {
    boolean named = topic.topicId().equals(Uuid.ZERO_UUID);
    String name = named ? topic.name() : names.get(topic.topicId());
    return name == null ? null : byPartition.get(new TopicPartition(name, partition));
  }
}
