package io.crosstide.lab;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Makes up records of every shape that real topics hold: null, empty, text and binary keys,
 * tombstones, values from nothing to beyond 64 KB, headers twice and without a value, timestamps out
 * of order. Pure but for the clock it is given; the same seed and clock give the same steps.
 */
public final class RecordGenerator {
  private static final int PLAIN_IN_TEN_THOUSAND = 9_950;
  private static final int MAX_TRANSACTION_RECORDS = 40;
  private static final int KEYS = 1_000;
  private static final int MAX_SKEW_MS = 2_000;
  private static final int LARGE_BYTES = 70_000;

  private final TrafficSpec spec;
  private final Random random;
  private final LongSupplier clockMs;
  private final int producers;
  private long number;

  /**
   * @param producers how many idempotent producers there are to choose from
   */
  public RecordGenerator(TrafficSpec spec, int producers, LongSupplier clockMs) {
    this.spec = spec;
    this.random = new Random(spec.seed());
    this.producers = producers;
    this.clockMs = clockMs;
  }

  /** The next step; never more visible records than asked for (at least 1). */
  TrafficStep next(long visibleLeft) {
    if (random.nextInt(10_000) < PLAIN_IN_TEN_THOUSAND) {
      return new TrafficStep.Plain(random.nextInt(producers), record());
    }
    int size = 1 + random.nextInt((int) Math.min(MAX_TRANSACTION_RECORDS, visibleLeft));
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      records.add(record());
    }
    return new TrafficStep.Transaction(records, random.nextInt(3) > 0);
  }

  /** One record more. */
  public ProducerRecord<byte[], byte[]> record() {
    number++;
    TrafficTopic topic = spec.topics().get(random.nextInt(spec.topics().size()));
    int partition = random.nextInt(topic.partitions());
    byte[] key = key(topic.compacted());
    return new ProducerRecord<>(topic.name(), partition, timestamp(), key, value(), headers());
  }

  private Long timestamp() {
    long now = clockMs.getAsLong();
    return random.nextInt(10) == 0 ? now - random.nextInt(MAX_SKEW_MS) : now;
  }

  private byte[] key(boolean needed) {
    return switch (random.nextInt(10)) {
      case 0, 1 -> needed ? text("key-" + random.nextInt(KEYS)) : null;
      case 2 -> needed ? bytes(1) : new byte[0];
      case 3 -> bytes(16);
      default -> text("key-" + random.nextInt(KEYS));
    };
  }

  private byte[] value() {
    int kind = random.nextInt(2_000);
    if (kind == 0) {
      return bytes(LARGE_BYTES + random.nextInt(LARGE_BYTES));
    }
    return switch (kind % 20) {
      case 1 -> null;
      case 2 -> new byte[0];
      case 3, 4 -> bytes(random.nextInt(2_000));
      default -> json();
    };
  }

  private byte[] json() {
    StringBuilder json = new StringBuilder(256);
    json.append("{\"id\":").append(number).append(",\"from\":\"").append(spec.origin());
    json.append("\",\"amount\":").append(random.nextInt(1_000_000)).append(",\"lines\":[");
    int lines = random.nextInt(12);
    for (int line = 0; line < lines; line++) {
      json.append(line == 0 ? "" : ",").append("{\"item\":\"article ").append(random.nextInt(500));
      json.append("\",\"count\":").append(1 + random.nextInt(9)).append('}');
    }
    return text(json.append("]}").toString());
  }

  private List<Header> headers() {
    List<Header> headers = new ArrayList<>(5);
    headers.add(new RecordHeader(TrafficSpec.ORIGIN, text(spec.origin())));
    switch (random.nextInt(8)) {
      case 0 -> headers.add(new RecordHeader("nothing", (byte[]) null));
      case 1 -> headers.add(new RecordHeader("empty", new byte[0]));
      case 2 -> {
        headers.add(new RecordHeader("trace", text("first")));
        headers.add(new RecordHeader("trace", text("second")));
      }
      case 3 -> headers.add(new RecordHeader("binary", bytes(8)));
      default -> {
        // Most records carry no more than the two that every record has.
      }
    }
    headers.add(new RecordHeader(TrafficSpec.NUMBER, text(Long.toString(number))));
    return headers;
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
