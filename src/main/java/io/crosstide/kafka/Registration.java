package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A producer id that belongs to a lane, as it stands in the registry: key {@code v1/producerId},
 * value lines of {@code name=value}, readable with any consumer; names that are not known are
 * passed over.
 *
 * @param flow the lane's flow
 * @param sourceCluster alias of the cluster the lane reads, in the topology of whoever wrote this
 * @param sourceClusterId Kafka's id of that cluster, empty when it was not known
 * @param topic topic at that source
 * @param partition partition number
 * @param registeredAt when
 */
record Registration(
    String flow,
    String sourceCluster,
    String sourceClusterId,
    String topic,
    int partition,
    Instant registeredAt) {
  private static final String KEY = "v1/";
  private static final String VERSION = "1";

  Registration {
    Objects.requireNonNull(registeredAt, "registeredAt");
    for (String text : new String[] {flow, sourceCluster, sourceClusterId, topic}) {
      if (text.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("line break in \"" + text + "\"");
      }
    }
  }

  static byte[] key(long producerId) {
    return (KEY + producerId).getBytes(StandardCharsets.UTF_8);
  }

  /** The producer id of a record's key; empty when the key is none of this program's. */
  static OptionalLong producerId(byte[] key) {
    String text = key == null ? "" : new String(key, StandardCharsets.UTF_8);
    return text.matches("v1/[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(text.substring(KEY.length())))
        : OptionalLong.empty();
  }

  byte[] encode() {
    return """
        version=%s
        flow=%s
        sourceCluster=%s
        sourceClusterId=%s
        topic=%s
        partition=%d
        registeredAt=%s
        """
        .formatted(VERSION, flow, sourceCluster, sourceClusterId, topic, partition, registeredAt)
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @throws ClusterException when it can't be read: taking its producer id for an application's
   *     could let records go round in a circle
   */
  static Registration decode(ConsumerRecord<byte[], byte[]> stored) {
    Map<String, String> lines = new HashMap<>();
    for (String line : new String(stored.value(), StandardCharsets.UTF_8).split("\n", -1)) {
      int at = line.indexOf('=');
      if (at > 0) {
        lines.put(line.substring(0, at), line.substring(at + 1));
      }
    }
    try {
      if (!VERSION.equals(lines.get("version"))) {
        throw new IllegalArgumentException(
            "version " + lines.get("version") + " is not known, this program reads " + VERSION);
      }
      return new Registration(
          wanted(lines, "flow"),
          wanted(lines, "sourceCluster"),
          wanted(lines, "sourceClusterId"),
          wanted(lines, "topic"),
          Integer.parseInt(wanted(lines, "partition")),
          Instant.parse(wanted(lines, "registeredAt")));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      String detail =
          "registration in topic %s partition %d offset %d: %s"
              .formatted(stored.topic(), stored.partition(), stored.offset(), e.getMessage());
      throw new ClusterException(
          new Failure(Failure.Kind.REFUSED, "MALFORMED_REGISTRATION", detail), e);
    }
  }

  private static String wanted(Map<String, String> lines, String name) {
    String value = lines.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  /** Whether the lane reads from this cluster; ids decide, since aliases are a topology's own. */
  boolean readsFrom(ClusterIdentity cluster) {
    return sourceClusterId.isEmpty() || cluster.clusterId().isEmpty()
        ? sourceCluster.equals(cluster.alias())
        : sourceClusterId.equals(cluster.clusterId());
  }
}
