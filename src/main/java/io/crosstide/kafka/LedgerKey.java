package io.crosstide.kafka;

import io.crosstide.ledger.MalformedLedgerException;
import io.crosstide.ledger.Note;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Whose ledger it is. The target topic is part of it: when a flow's naming changes, a lane must not
 * take up the position it had in another topic. As a record's key it is text, readable with any
 * consumer: {@code v1/flow/sourceTopic/partition/targetTopic/} and a segment's base ({@code 2.base}
 * in chapter 2) or a note's id.
 */
record LedgerKey(String flow, String sourceTopic, int partition, String targetTopic) {
  private static final String VERSION = "v1";
  private static final char SEPARATOR = '/';
  private static final int PARTS = 6;

  /** Partitions a lane may be stored in, whatever the topic grows to. */
  static final int PARTITIONS = 8;

  LedgerKey {
    expectPlain(flow);
    expectPlain(sourceTopic);
    expectPlain(targetTopic);
  }

  private static void expectPlain(String name) {
    Objects.requireNonNull(name, "name");
    if (name.isEmpty() || name.indexOf(SEPARATOR) >= 0) {
      throw new IllegalArgumentException("\"" + name + "\" can't be part of a ledger's key");
    }
  }

  /** A key of the topic. */
  sealed interface Stored {
    LedgerKey lane();
  }

  /** This lane's segment that begins at {@code base} in a chapter. */
  record OfSegment(LedgerKey lane, int chapter, long base) implements Stored {}

  /** A note of this lane. */
  record OfNote(LedgerKey lane, String id) implements Stored {}

  /** Whether it is a lane from this source topic into that target topic. */
  boolean between(String source, String target) {
    return sourceTopic.equals(source) && targetTopic.equals(target);
  }

  byte[] segment(int chapter, long base) {
    return key(chapter == 0 ? Long.toString(base) : chapter + "." + base);
  }

  byte[] note(String id) {
    return key(id);
  }

  private byte[] key(String last) {
    return (prefix() + last).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * All segments of a lane lie in one partition, in the order in which they were written.
   *
   * @param topicPartitions how many the topic has
   */
  int storedIn(int topicPartitions) {
    CRC32C hash = new CRC32C();
    hash.update(prefix().getBytes(StandardCharsets.UTF_8));
    return (int) (hash.getValue() % Math.min(PARTITIONS, topicPartitions));
  }

  private String prefix() {
    return VERSION
        + SEPARATOR
        + flow
        + SEPARATOR
        + sourceTopic
        + SEPARATOR
        + partition
        + SEPARATOR
        + targetTopic
        + SEPARATOR;
  }

  /**
   * Reads a record's key; empty when it is none of this program's.
   *
   * @throws MalformedLedgerException when a newer version has written it
   */
  static Optional<Stored> parse(byte[] key) {
    if (key == null) {
      return Optional.empty();
    }
    String text = new String(key, StandardCharsets.UTF_8);
    String[] parts = text.split(String.valueOf(SEPARATOR), -1);
    if (!parts[0].matches("v[0-9]{1,3}")) {
      return Optional.empty();
    }
    if (!parts[0].equals(VERSION)) {
      throw new MalformedLedgerException(
          "key version " + parts[0] + " is not known, this program reads " + VERSION);
    }
    if (parts.length != PARTS) {
      return Optional.empty();
    }
    try {
      LedgerKey lane = new LedgerKey(parts[1], parts[2], Integer.parseInt(parts[3]), parts[4]);
      return Optional.of(stored(lane, parts[5]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Stored stored(LedgerKey lane, String last) {
    if (Note.isId(last)) {
      return new OfNote(lane, last);
    }
    int dot = last.indexOf('.');
    int chapter = dot < 0 ? 0 : Integer.parseInt(last.substring(0, dot));
    return new OfSegment(lane, chapter, Long.parseLong(last.substring(dot + 1)));
  }

  @Override
  public String toString() {
    return flow + "/" + sourceTopic + "-" + partition + " to " + targetTopic;
  }
}
