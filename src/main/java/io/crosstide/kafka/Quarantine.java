package io.crosstide.kafka;

import io.crosstide.ledger.Standing;
import io.crosstide.mirror.LaneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What is in the quarantine topic of one flow, and its replay into the topics where it should have
 * gone. A replayed record stays in the quarantine topic, with another behind it that says so.
 */
public final class Quarantine {
  private static final String RIGHTS = "DESCRIBE, READ and WRITE on Topic:" + QuarantineTopic.TOPIC;

  private final String flow;
  private final ClusterProperties target;

  public Quarantine(String flow, ClusterProperties target) {
    this.flow = flow;
    this.target = target;
  }

  /** A record that waits. */
  public record Parked(
      LaneId lane, long offset, String targetTopic, long parkedAtMs, String error, String reason) {}

  /**
   * What became of a record.
   *
   * @param standing by the ledger; one that has {@code PASSED} was written
   * @param failure why it waits on; empty when it is done
   */
  public record Replayed(Parked parked, Standing standing, Optional<String> failure) {}

  /**
   * The records that wait, in the order in which they were parked; empty when the topic does not
   * exist.
   *
   * @throws ClusterException when the target does not answer or refuses
   */
  public List<Parked> list() {
    return waiting().parked();
  }

  private WaitingRecords waiting() {
    var waiting = new WaitingRecords();
    read(waiting::take);
    return waiting;
  }

  private void read(BiConsumer<Origin, ConsumerRecord<byte[], byte[]>> sink) {
    String id = "crosstide-quarantine-" + flow;
    try (StateReader reader = new StateReader(target.forStateReader(id), QuarantineTopic.TOPIC)) {
      reader.readToEnd(
          stored ->
              Origin.read(stored.headers())
                  .filter(origin -> origin.lane().flow().equals(flow))
                  .ifPresent(origin -> sink.accept(origin, stored)));
    } catch (KafkaException e) {
      throw ClientErrors.exception(
          e, "reading topic " + QuarantineTopic.TOPIC + " at " + target.cluster(), RIGHTS);
    }
  }

  /**
   * Writes every record that waits to the end of the partition where it should have gone. One that
   * is refused again goes on waiting. A record that two owners of its lane have parked is one. One
   * that its lane has mirrored after all waits no longer; one that the lane has not come past, or
   * of which the ledger does not tell any more, waits on.
   *
   * @throws ClusterException when the target does not answer or refuses
   */
  public Collection<Replayed> replay(ReplayWriter writer) {
    WaitingRecords waiting = waiting();
    // Later than what waits: what is not in them by now is still ahead of its lane.
    LedgerLoad ledgers =
        LedgerLoad.look(flow, target, "crosstide-quarantine-" + flow, LedgerTopic.DEFAULT_TOPIC);
    List<Replayed> done = new ArrayList<>();
    ByteArraySerializer bytes = new ByteArraySerializer();
    Map<String, Object> properties = target.forQuarantine("crosstide-quarantine-" + flow);
    try (var producer = new KafkaProducer<>(properties, bytes, bytes)) {
      read(
          (origin, stored) -> {
            Optional<Parked> parked = waiting.claim(origin, stored);
            if (parked.isPresent()) {
              Standing standing = standing(origin, ledgers);
              Optional<String> failure =
                  switch (standing) {
                    case AHEAD -> Optional.of("ahead of its lane, which will mirror or park it");
                    case MIRRORED -> Optional.empty();
                    case PASSED -> writer.write(origin, stored.key(), stored.value(), own(stored));
                    case UNKNOWN ->
                        Optional.of("the ledger does not tell any more whether it was mirrored");
                  };
              if (failure.isEmpty()) {
                mark(origin, WaitingRecords.content(stored), producer);
              }
              done.add(new Replayed(parked.get(), standing, failure));
            }
          });
    }
    return done;
  }

  private static Standing standing(Origin origin, LedgerLoad ledgers) {
    LaneId lane = origin.lane();
    LedgerKey key =
        new LedgerKey(lane.flow(), lane.sourceTopic(), lane.partition(), origin.targetTopic());
    return ledgers.malformed().containsKey(key)
        ? Standing.UNKNOWN
        : Standing.of(ledgers.ledger(key), origin.chapter(), origin.offset());
  }

  /** Without those that say where it comes from: they are the last of their names. */
  private static Header[] own(ConsumerRecord<byte[], byte[]> stored) {
    Header[] all = stored.headers().toArray();
    return Arrays.copyOf(all, all.length - Origin.HEADERS);
  }

  private static void mark(Origin origin, String content, KafkaProducer<byte[], byte[]> producer) {
    var marker = new ProducerRecord<byte[], byte[]>(QuarantineTopic.TOPIC, 0, null, null);
    origin.addTo(marker.headers());
    marker.headers().add(WaitingRecords.replayed(content));
    try {
      producer.send(marker).get();
    } catch (ExecutionException | KafkaException e) {
      throw ClientErrors.exception(e, "writing topic " + QuarantineTopic.TOPIC, RIGHTS);
    } catch (InterruptedException e) {
      throw new org.apache.kafka.common.errors.InterruptException(e);
    }
  }
}
