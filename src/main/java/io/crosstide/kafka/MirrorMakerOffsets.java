package io.crosstide.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosstide.topology.Flow;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Up to where MirrorMaker 2 (Kafka 4.3) has copied, from the topic in which Connect keeps offsets
 * of sources (KafkaOffsetBackingStore): key {@code ["MirrorSourceConnector",
 * {"cluster":"nyc","partition":0,"topic":"orders"}]}, value {@code {"offset":41}} of the last
 * record.
 */
public final class MirrorMakerOffsets {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONNECTOR = "MirrorSourceConnector";

  private final Flow flow;
  private final Map<SourcePartition, Long> next = new HashMap<>();

  private MirrorMakerOffsets(Flow flow) {
    this.flow = flow;
  }

  private record SourcePartition(String topic, int partition) {}

  /**
   * Reads all of the topic; what it holds of other flows and connectors is passed over.
   *
   * @return empty when there is no such topic, or nothing of this flow in it
   * @throws ClusterException when the target does not answer or refuses
   */
  public static Optional<MirrorMakerOffsets> read(
      Flow flow, ClusterProperties target, String topic) {
    MirrorMakerOffsets offsets = new MirrorMakerOffsets(flow);
    Map<String, Object> client = target.forStateReader("crosstide-mirror-maker-" + flow.name());
    // With exactly.once.source.support, an aborted transaction holds offsets that were not reached.
    client.put("isolation.level", "read_committed");
    try (StateReader reader = new StateReader(client, topic)) {
      reader.readToEnd(offsets::add);
      return offsets.next.isEmpty() ? Optional.empty() : Optional.of(offsets);
    } catch (KafkaException e) {
      throw ClientErrors.exception(
          e, "reading topic " + topic + " at " + target.cluster(), "READ on Topic:" + topic);
    }
  }

  /** The source offset behind the last that was copied; empty when the partition is not named. */
  public OptionalLong next(String topic, int partition) {
    Long offset = next.get(new SourcePartition(topic, partition));
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  private void add(ConsumerRecord<byte[], byte[]> stored) {
    JsonNode key = json(stored.key());
    JsonNode of = key.path(1);
    if (!ofThisFlow(key.path(0).asText()) || !of.path("partition").isInt()) {
      return;
    }
    if (!of.path("cluster").asText().equals(flow.source().alias())) {
      return;
    }
    var partition = new SourcePartition(of.path("topic").asText(), of.path("partition").asInt());
    JsonNode offset = json(stored.value()).path("offset");
    if (offset.isIntegralNumber() && offset.asLong() >= 0) {
      next.put(partition, offset.asLong() + 1);
    } else {
      next.remove(partition);
    }
  }

  /** Strimzi puts the flow's name in front, dedicated mode has a topic for each source. */
  private boolean ofThisFlow(String connector) {
    return connector.equals(CONNECTOR) || connector.equals(flow.name() + "." + CONNECTOR);
  }

  /** Missing for what is no JSON: other connectors may use other converters. */
  private static JsonNode json(byte[] bytes) {
    try {
      return bytes == null ? JSON.missingNode() : JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    } catch (IOException e) {
      throw new IllegalStateException("bytes are always readable", e);
    }
  }
}
