package io.crosstide.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.oauthbearer.ClientJwtValidator;

/**
 * The Kafka client properties of one cluster, per kind of client, {@code bootstrap.servers} among
 * them. Values are never shown: they hold secrets.
 *
 * @param cluster alias of the cluster, for messages and client ids
 * @param admin for the admin client
 * @param consumer for consumers
 * @param producer for producers
 * @throws IllegalArgumentException when a JAAS entry among them can't be read
 */
public record ClusterProperties(
    String cluster,
    Map<String, String> admin,
    Map<String, String> consumer,
    Map<String, String> producer) {
  public ClusterProperties {
    Objects.requireNonNull(cluster, "cluster");
    admin = withValidator(admin);
    consumer = withValidator(consumer);
    producer = withValidator(producer);
    JaasCheck.check(cluster, admin);
    JaasCheck.check(cluster, consumer);
    JaasCheck.check(cluster, producer);
  }

  /**
   * Kafka's preset looks at OAUTHBEARER tokens with a library that is for brokers and not shipped.
   * What a client checks of its own token needs none.
   */
  private static Map<String, String> withValidator(Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    if ("OAUTHBEARER".equals(all.get(SaslConfigs.SASL_MECHANISM))) {
      all.putIfAbsent(
          SaslConfigs.SASL_OAUTHBEARER_JWT_VALIDATOR_CLASS, ClientJwtValidator.class.getName());
    }
    return Map.copyOf(all);
  }

  /** The same properties for every kind of client. */
  public static ClusterProperties of(String cluster, Map<String, String> properties) {
    return new ClusterProperties(cluster, properties, properties, properties);
  }

  /** These with what this program insists on for an admin client. */
  Map<String, Object> forAdmin(String clientId) {
    Map<String, Object> all = new HashMap<>(admin);
    all.putIfAbsent("client.id", clientId);
    // Kafka's own minute is long when an operator waits to hear that a cluster is away.
    all.putIfAbsent("default.api.timeout.ms", "10000");
    all.putIfAbsent("request.timeout.ms", "5000");
    return all;
  }

  /**
   * A reader of whole partitions, without a group: sees all that is replicated, creates no topic.
   */
  Map<String, Object> forStateReader(String clientId) {
    Map<String, Object> all = new HashMap<>(consumer);
    all.keySet().removeIf(key -> key.startsWith("group.") || key.equals("interceptor.classes"));
    all.putIfAbsent("client.id", clientId);
    all.putAll(
        Map.of(
            "group.protocol", "classic",
            "enable.auto.commit", "false",
            "auto.offset.reset", "earliest",
            "isolation.level", "read_uncommitted",
            "allow.auto.create.topics", "false",
            "max.poll.records", "5000",
            // A consumer that closes waits for the fetch under way.
            "fetch.max.wait.ms", "20",
            "fetch.max.bytes", Integer.toString(4 << 20)));
    return all;
  }

  /** A member of a group that reads nothing and commits nothing. */
  Map<String, Object> forMember(String clientId) {
    Map<String, Object> all = new HashMap<>(consumer);
    all.remove("interceptor.classes");
    all.putIfAbsent("client.id", clientId);
    all.putAll(
        Map.of(
            "enable.auto.commit", "false",
            "auto.offset.reset", "latest",
            "allow.auto.create.topics", "false"));
    return all;
  }

  /** A writer of state: acknowledged by every in-sync replica, in order, nothing twice. */
  Map<String, Object> forStateWriter(String clientId) {
    Map<String, Object> all = new HashMap<>(producer);
    all.keySet()
        .removeIf(key -> key.startsWith("transaction") || key.equals("interceptor.classes"));
    all.putIfAbsent("client.id", clientId);
    all.putAll(
        Map.of(
            "acks", "all",
            "enable.idempotence", "true",
            "max.in.flight.requests.per.connection", "5",
            "linger.ms", "5",
            "retries", Integer.toString(Integer.MAX_VALUE),
            "request.timeout.ms", "15000",
            "delivery.timeout.ms", "30000",
            "max.block.ms", "15000",
            "compression.type", "none",
            "buffer.memory", Integer.toString(8 << 20)));
    return all;
  }

  /** The same for records of any size. */
  Map<String, Object> forQuarantine(String clientId) {
    Map<String, Object> all = forStateWriter(clientId);
    all.put("max.request.size", Integer.toString(QuarantineTopic.MAX_RECORD_BYTES));
    all.put("buffer.memory", Integer.toString(2 * QuarantineTopic.MAX_RECORD_BYTES));
    all.put("linger.ms", "0");
    return all;
  }

  @Override
  public String toString() {
    return "properties of cluster " + cluster + ": ***";
  }
}
