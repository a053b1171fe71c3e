package io.crosstide.kafka;

import io.crosstide.ledger.Note;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/** What one flow has noted in the ledger topic of its target. Reads, and changes nothing. */
public final class StoredNotes {
  private final String flow;
  private final Map<LedgerKey.OfNote, Note> notes = new HashMap<>();

  private StoredNotes(String flow) {
    this.flow = flow;
  }

  /** A note and whose it is. */
  public record OfLane(String sourceTopic, int partition, String targetTopic, Note note) {}

  /**
   * In order of topic, partition and position; empty when the topic does not exist.
   *
   * @throws ClusterException when the target does not answer or refuses
   * @throws io.crosstide.ledger.MalformedLedgerException when a newer version has written there
   */
  public static List<OfLane> read(String flow, ClusterProperties target) {
    StoredNotes stored = new StoredNotes(flow);
    String topic = LedgerTopic.DEFAULT_TOPIC;
    try (StateReader reader =
        new StateReader(target.forStateReader("crosstide-notes-" + flow), topic)) {
      reader.readToEnd(stored::add);
    } catch (KafkaException e) {
      throw ClientErrors.exception(
          e,
          "reading topic " + topic + " at " + target.cluster(),
          "DESCRIBE and READ on Topic:" + topic);
    }
    return stored.notes.entrySet().stream()
        .map(entry -> ofLane(entry.getKey().lane(), entry.getValue()))
        .sorted(
            Comparator.comparing(OfLane::sourceTopic)
                .thenComparing(OfLane::partition)
                .thenComparing(OfLane::targetTopic)
                .thenComparing(each -> each.note().chapter())
                .thenComparing(each -> each.note().loss().from()))
        .toList();
  }

  private static OfLane ofLane(LedgerKey lane, Note note) {
    return new OfLane(lane.sourceTopic(), lane.partition(), lane.targetTopic(), note);
  }

  private void add(ConsumerRecord<byte[], byte[]> stored) {
    LedgerKey.parse(stored.key())
        .filter(key -> key.lane().flow().equals(flow))
        .ifPresent(
            key -> {
              if (!(key instanceof LedgerKey.OfNote note)) {
                return;
              }
              if (stored.value() == null) {
                notes.remove(note);
              } else {
                notes.put(note, Note.decode(note.id(), stored.value()));
              }
            });
  }
}
