package io.crosstide.kafka;

import io.crosstide.reconcile.Acl;
import io.crosstide.reconcile.ConfigRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * What flows have set or created at a cluster beside records, kept in the topic of its ledgers. Any
 * number of instances may store: each reads to the end before it plans. One thread.
 */
public final class SyncRecords implements AutoCloseable {
  /** All of it lies here, so that nobody reads a flow's ledgers for it. */
  private static final int PARTITION = 0;

  private static final StateTopic TOPIC =
      new StateTopic(LedgerTopic.DEFAULT_TOPIC, LedgerKey.PARTITIONS, OptionalInt.empty());
  private static final Duration CLOSE = Duration.ofMillis(500);
  private static final Logger LOG = Logger.getLogger(SyncRecords.class);

  private final String flow;
  private final ClusterProperties cluster;
  private final String clientId;
  private final Map<String, SyncEntry> entries = new HashMap<>();
  private StateReader reader;

  /**
   * Connects to nothing yet.
   *
   * @param flow whose records are stored
   */
  public SyncRecords(String flow, ClusterProperties cluster) {
    this.flow = flow;
    this.cluster = cluster;
    this.clientId = "crosstide-sync-" + flow;
  }

  /**
   * Reads what was stored since the last time. Creates nothing: a topic that is not there holds
   * nothing.
   *
   * @throws ClusterException when the cluster does not answer or refuses
   */
  public void read() {
    try {
      if (reader == null) {
        reader =
            new StateReader(cluster.forStateReader(clientId), TOPIC.name(), p -> p == PARTITION);
      }
      reader.readToEnd(this::add);
    } catch (KafkaException e) {
      closeReader();
      throw failed(e, "reading");
    }
  }

  /** What this flow has set, by target topic. */
  public Map<String, ConfigRecord> configs() {
    Map<String, ConfigRecord> configs = new HashMap<>();
    for (SyncEntry entry : entries.values()) {
      if (entry instanceof SyncEntry.OfTopic topic && topic.flow().equals(flow)) {
        configs.put(topic.topic(), topic.configs());
      }
    }
    return configs;
  }

  /** The ACLs that this flow has created. */
  public Set<Acl> acls() {
    Set<Acl> acls = new HashSet<>();
    creators()
        .forEach(
            (acl, flows) -> {
              if (flows.contains(flow)) {
                acls.add(acl);
              }
            });
    return acls;
  }

  /** The ACLs that flows have created, and which flows. */
  public Map<Acl, Set<String>> creators() {
    Map<Acl, Set<String>> creators = new HashMap<>();
    for (SyncEntry entry : entries.values()) {
      if (entry instanceof SyncEntry.OfAcl created) {
        creators.computeIfAbsent(created.acl(), acl -> new HashSet<>()).add(created.flow());
      }
    }
    return creators;
  }

  /**
   * Stores what is set on topics; one without configs is forgotten. Durable when this returns.
   *
   * @throws ClusterException when the cluster does not answer or refuses
   */
  public void store(Map<String, ConfigRecord> configs) {
    List<SyncEntry> changed = new ArrayList<>();
    configs.forEach((topic, record) -> changed.add(new SyncEntry.OfTopic(flow, topic, record)));
    write(changed);
  }

  /**
   * Stores ACLs as this flow's own, and forgets others. Durable when this returns.
   *
   * @throws ClusterException when the cluster does not answer or refuses
   */
  public void store(Set<Acl> created, Set<Acl> gone) {
    List<SyncEntry> changed = new ArrayList<>();
    created.forEach(acl -> changed.add(new SyncEntry.OfAcl(flow, acl, true)));
    gone.forEach(acl -> changed.add(new SyncEntry.OfAcl(flow, acl, false)));
    write(changed);
  }

  /** A writer for once: changes are rare, and an idle one would keep its threads. */
  private void write(Collection<SyncEntry> changed) {
    if (changed.isEmpty()) {
      return;
    }
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (Admin admin = Admin.create(cluster.forAdmin(clientId))) {
      TOPIC.ensure(admin);
      var writer = new KafkaProducer<>(cluster.forStateWriter(clientId), bytes, bytes);
      try {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (SyncEntry entry : changed) {
          sent.add(
              writer.send(
                  new ProducerRecord<>(TOPIC.name(), PARTITION, entry.key(), entry.value())));
        }
        for (Future<RecordMetadata> each : sent) {
          each.get();
        }
      } finally {
        writer.close(CLOSE);
      }
    } catch (KafkaException | java.util.concurrent.ExecutionException e) {
      throw failed(e, "writing");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(e, "writing");
    }
  }

  private ClusterException failed(Exception error, String doing) {
    return ClientErrors.exception(
        error,
        doing + " topic " + TOPIC.name() + " at " + cluster.cluster(),
        LedgerLoad.rights(TOPIC));
  }

  private void add(ConsumerRecord<byte[], byte[]> stored) {
    if (stored.key() == null) {
      return;
    }
    String key = new String(stored.key(), StandardCharsets.UTF_8);
    if (stored.value() == null) {
      entries.remove(key);
      return;
    }
    try {
      SyncEntry.parse(stored.key(), stored.value()).ifPresent(entry -> entries.put(key, entry));
    } catch (IOException | IllegalArgumentException e) {
      // Not known to be the flow's own, so it is left alone.
      LOG.warnf(
          "flow=%s topic=%s partition=%d offset=%d can't be read: %s",
          flow, stored.topic(), stored.partition(), stored.offset(), e.getMessage());
    }
  }

  private void closeReader() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
    entries.clear();
  }

  @Override
  public void close() {
    closeReader();
  }
}
