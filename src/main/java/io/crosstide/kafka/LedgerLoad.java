package io.crosstide.kafka;

import io.crosstide.ledger.LaneLedger;
import io.crosstide.ledger.MalformedLedgerException;
import io.crosstide.ledger.Note;
import io.crosstide.ledger.Segment;
import io.crosstide.ledger.StoredLedger;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/** Collects one flow's ledgers from the records of the ledger topic. */
final class LedgerLoad {
  private final String flow;
  private final int partitions;
  private final Map<LedgerKey, StoredLedger> lanes = new HashMap<>();
  private final Map<LedgerKey, MalformedLedgerException> malformed = new HashMap<>();

  private LedgerLoad(String flow, int partitions) {
    this.flow = flow;
    this.partitions = partitions;
  }

  /**
   * Creates the topic when it is missing and reads it to its end.
   *
   * @throws ClusterException when the cluster does not answer or refuses
   * @throws MalformedLedgerException when a newer version has written there: whose ledgers those
   *     are can't be told
   */
  static LedgerLoad read(
      String flow, ClusterProperties cluster, String clientId, StateTopic topic) {
    try (Admin admin = Admin.create(cluster.forAdmin(clientId));
        StateReader reader = new StateReader(cluster.forStateReader(clientId), topic.name())) {
      LedgerLoad load = new LedgerLoad(flow, topic.ensure(admin));
      reader.readExistingToEnd(load::add);
      return load;
    } catch (KafkaException e) {
      throw ClientErrors.exception(
          e, "reading topic " + topic.name() + " at " + cluster.cluster(), rights(topic));
    }
  }

  /**
   * The same of a topic that is not created when it is missing: then no ledger is known.
   *
   * @throws ClusterException when the cluster does not answer or refuses
   */
  static LedgerLoad look(String flow, ClusterProperties cluster, String clientId, String topic) {
    try (StateReader reader = new StateReader(cluster.forStateReader(clientId), topic)) {
      LedgerLoad load = new LedgerLoad(flow, 0);
      reader.readToEnd(load::add);
      return load;
    } catch (KafkaException e) {
      throw ClientErrors.exception(
          e,
          "reading topic " + topic + " at " + cluster.cluster(),
          "DESCRIBE and READ on Topic:" + topic);
    }
  }

  static String rights(StateTopic topic) {
    return "CREATE, DESCRIBE, READ and WRITE on Topic:" + topic.name();
  }

  int partitions() {
    return partitions;
  }

  private void add(ConsumerRecord<byte[], byte[]> stored) {
    LedgerKey.parse(stored.key())
        .filter(key -> key.lane().flow().equals(flow))
        .ifPresent(key -> add(key, stored));
  }

  private void add(LedgerKey.Stored key, ConsumerRecord<byte[], byte[]> stored) {
    StoredLedger lane = lanes.computeIfAbsent(key.lane(), k -> new StoredLedger());
    try {
      switch (key) {
        case LedgerKey.OfSegment segment -> add(lane, segment, stored.value());
        case LedgerKey.OfNote note -> add(lane, note, stored.value());
      }
    } catch (MalformedLedgerException e) {
      malformed.put(key.lane(), located(key.lane(), stored, e));
    }
  }

  private static void add(StoredLedger lane, LedgerKey.OfSegment key, byte[] value) {
    if (value == null) {
      lane.remove(key.chapter(), key.base());
      return;
    }
    Segment segment = Segment.decode(value);
    if (segment.base() != key.base()) {
      throw new MalformedLedgerException(
          "begins at source offset " + segment.base() + ", its key says " + key.base());
    }
    lane.put(key.chapter(), segment);
  }

  private static void add(StoredLedger lane, LedgerKey.OfNote key, byte[] value) {
    if (value == null) {
      lane.removeNote(key.id());
    } else {
      lane.put(Note.decode(key.id(), value));
    }
  }

  private static MalformedLedgerException located(
      LedgerKey lane, ConsumerRecord<byte[], byte[]> stored, MalformedLedgerException cause) {
    return new MalformedLedgerException(
        "ledger of %s, topic %s partition %d offset %d: %s"
            .formatted(
                lane, stored.topic(), stored.partition(), stored.offset(), cause.getMessage()));
  }

  /** Every lane that can be read. */
  void forEach(BiConsumer<LedgerKey, LaneLedger> sink) {
    lanes.forEach(
        (key, lane) -> {
          if (!malformed.containsKey(key)) {
            sink.accept(key, lane.ledger());
          }
        });
  }

  /** One lane's ledger, empty when nothing of it is stored or it can't be read. */
  LaneLedger ledger(LedgerKey lane) {
    StoredLedger stored = malformed.containsKey(lane) ? null : lanes.get(lane);
    return stored == null ? LaneLedger.empty() : stored.ledger();
  }

  /** The ids of the source topics that lanes are about, where they are known. */
  Map<LedgerKey, String> sources() {
    Map<LedgerKey, String> sources = new HashMap<>();
    forEach(
        (lane, ledger) -> {
          String id = ledger.notes().logs().source();
          if (!id.isEmpty()) {
            sources.put(lane, id);
          }
        });
    return sources;
  }

  /** Lanes that must not start, with the reason. */
  Map<LedgerKey, MalformedLedgerException> malformed() {
    return Map.copyOf(malformed);
  }
}
