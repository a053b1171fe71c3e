package io.crosstide.kafka;

import io.crosstide.mirror.LaneId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Which records of the quarantine topic wait to be replayed, each once: a lane's former owner and
 * its present one may both park a record, the former also after its replay. The place alone is not
 * the record where a ledger was lost, and with it the count of chapters: its content belongs to it.
 */
final class WaitingRecords {
  private static final String REPLAYED = Origin.PREFIX + "replayed";

  private record Place(LaneId lane, int chapter, long offset, String targetTopic, String content) {
    static Place of(Origin origin, String content) {
      return new Place(
          origin.lane(), origin.chapter(), origin.offset(), origin.targetTopic(), content);
    }
  }

  private final Map<Place, Quarantine.Parked> waiting = new LinkedHashMap<>();
  private final Set<Place> replayed = new HashSet<>();

  /** Takes the topic's records in order. */
  void take(Origin origin, ConsumerRecord<byte[], byte[]> stored) {
    Header replay = stored.headers().lastHeader(REPLAYED);
    if (replay != null) {
      Place place = Place.of(origin, new String(replay.value(), StandardCharsets.UTF_8));
      waiting.remove(place);
      replayed.add(place);
      return;
    }
    Place place = Place.of(origin, content(stored));
    if (!replayed.contains(place)) {
      waiting.putIfAbsent(place, parked(origin, stored));
    }
  }

  /** Those that wait, in the order in which they were parked. */
  List<Quarantine.Parked> parked() {
    return List.copyOf(waiting.values());
  }

  /** The record if it waits; from then on it does not. */
  Optional<Quarantine.Parked> claim(Origin origin, ConsumerRecord<byte[], byte[]> stored) {
    return stored.headers().lastHeader(REPLAYED) == null
        ? Optional.ofNullable(waiting.remove(Place.of(origin, content(stored))))
        : Optional.empty();
  }

  /** What says, beside its origin, that a record was replayed. */
  static Header replayed(String content) {
    return new RecordHeader(REPLAYED, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Of key and value; the same for the same record, whoever parked it. */
  static String content(ConsumerRecord<byte[], byte[]> stored) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      update(digest, stored.key());
      update(digest, stored.value());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void update(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(4).putInt(0, bytes == null ? -1 : bytes.length));
    if (bytes != null) {
      digest.update(bytes);
    }
  }

  private static Quarantine.Parked parked(Origin origin, ConsumerRecord<byte[], byte[]> stored) {
    return new Quarantine.Parked(
        origin.lane(),
        origin.offset(),
        origin.targetTopic(),
        stored.timestamp(),
        origin.error(),
        origin.reason());
  }
}
