package io.crosstide.kafka;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How a group is joined.
 *
 * @param group its id
 * @param classic whether under the protocol from before KIP-848
 * @param mayFallBack whether the other protocol may be tried, nobody having chosen one
 * @param instance the name of this member, kept from start to start
 */
record GroupSettings(
    String group, boolean classic, boolean mayFallBack, Optional<String> instance) {
  /** A member without heartbeats lives so long, where the member decides (classic). */
  private static final String SESSION_MS = "10000";

  /** Rebalances of a classic group wait for heartbeats. */
  private static final String HEARTBEAT_MS = "1000";

  /** Less than brokers let a member live unless told otherwise, 45 s. */
  private static final long BROKER_LEASE_MS = 30_000;

  /** A classic group finds new partitions when a member looks. */
  private static final String METADATA_MS = "5000";

  static GroupSettings of(String group, ClusterProperties target, Optional<String> instance) {
    String chosen = target.consumer().get(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
    boolean classic = GroupProtocol.CLASSIC.name().equalsIgnoreCase(chosen);
    return new GroupSettings(group, classic, chosen == null, instance);
  }

  GroupSettings underClassic() {
    return new GroupSettings(group, true, false, instance);
  }

  GroupSettings unnamed() {
    return new GroupSettings(group, classic, mayFallBack, Optional.empty());
  }

  /**
   * How long a lease lasts: no longer than the session, which under KIP-848 is the broker's affair.
   */
  long leaseMs(ClusterProperties target) {
    String set = target.consumer().get(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
    long sessionMs = set != null ? Long.parseLong(set.strip()) : Long.parseLong(SESSION_MS);
    return classic || set != null ? Math.min(BROKER_LEASE_MS, sessionMs) : BROKER_LEASE_MS;
  }

  KafkaConsumer<byte[], byte[]> open(ClusterProperties target) {
    var bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(properties(target), bytes, bytes);
  }

  private Map<String, Object> properties(ClusterProperties target) {
    Map<String, Object> all = target.forMember("crosstide-" + group.replaceFirst("^_+", ""));
    all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    instance.ifPresent(name -> all.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, name));
    if (classic) {
      all.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
      all.put(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          CooperativeStickyAssignor.class.getName());
      all.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MS);
      all.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MS);
      all.putIfAbsent(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MS);
    } else {
      all.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
      all.remove(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
      all.remove(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
    }
    return all;
  }
}
