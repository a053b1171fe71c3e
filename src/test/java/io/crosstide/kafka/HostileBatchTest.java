package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosstide.batch.BatchCursor;
import io.crosstide.batch.Codec;
import io.crosstide.batch.MalformedBatchException;
import io.crosstide.batch.Piece;
import io.crosstide.batch.RandomBatches;
import io.crosstide.batch.RandomBatches.Content;
import io.crosstide.batch.RandomBatches.Shape;
import io.crosstide.batch.RawBatch;
import io.crosstide.batch.Rebuilder.Rebuilt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xerial.snappy.Snappy;

/**
 * Batches with a right checksum and a wrong content: at worst malformed, soon, in little memory.
 */
class HostileBatchTest {
  private static final int MAX_BYTES = 100_000;
  private static final int ROUNDS = 15_000;
  private static final int HEADER = 61;
  private static final List<SimpleRecord> SIX_MEGABYTES =
      Collections.nCopies(6, new SimpleRecord(1L, new byte[1 << 20]));
  private static final byte[] SNAPPY_HEADER = {
    (byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0, 0, 0, 0, 1, 0, 0, 0, 1
  };

  private final RecordRebuilder rebuilder = new RecordRebuilder(4 << 20);

  @Test
  void shouldNeverFailInAnotherWayThanMalformed() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(120),
        () -> {
          int malformed = 0;
          for (long seed = 0; seed < ROUNDS; seed++) {
            malformed += survives(seed) ? 0 : 1;
          }
          assertThat(malformed).isBetween(ROUNDS / 20, ROUNDS - 1);
        });
  }

  private boolean survives(long seed) {
    RandomBatches batches = new RandomBatches(seed);
    Shape shape = batches.anyShape();
    ByteBuffer bytes = batches.batch(10, shape, batches.records(4, shape.magic()));
    try {
      mutate(bytes, batches.random(), shape.magic());
      List<RawBatch> read = new ArrayList<>();
      BatchCursor cursor = new BatchCursor(bytes);
      for (RawBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
        if (!batch.isControl()) {
          read.add(batch);
        }
      }
      List<RawBatch> rebuilt = new ArrayList<>();
      for (Rebuilt one : rebuilder.rebuild(read, 0, Optional.empty(), MAX_BYTES)) {
        assertThat(one.batch().isIntact()).isTrue();
        rebuilt.add(one.batch());
      }
      assertThat(readByKafka(rebuilt)).as("seed %d", seed).isEqualTo(readByKafka(read));
      return true;
    } catch (MalformedBatchException expected) {
      return false;
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  private static List<Content> readByKafka(List<RawBatch> batches) {
    List<Content> contents = new ArrayList<>();
    for (RawBatch batch : batches) {
      RandomBatches.kafka(batch.bytes()).forEach(record -> contents.add(Content.of(record)));
    }
    return contents;
  }

  private static void mutate(ByteBuffer bytes, Random random, int magic) {
    int from = magic == 2 ? 21 : 17;
    int mutations = 1 + random.nextInt(4);
    for (int i = 0; i < mutations; i++) {
      int range = Math.min(bytes.limit() - from, random.nextBoolean() ? 100 : bytes.limit());
      byte[] nasty = {0, -1, 1, 127, -128, (byte) random.nextInt()};
      bytes.put(from + random.nextInt(range), nasty[random.nextInt(nasty.length)]);
    }
    BatchCursor cursor = new BatchCursor(bytes);
    for (RawBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
      seal(batch.bytes());
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldStopInflatingAtItsBound(Codec codec) {
    Shape shape = new Shape(2, codec, false, false, false, false);
    RawBatch bomb = RawBatch.of(new RandomBatches(1).batch(0, shape, SIX_MEGABYTES));

    assertThatThrownBy(
            () -> rebuilder.rebuild(List.of(bomb), 0, Optional.of(Codec.NONE), MAX_BYTES))
        .isInstanceOf(MalformedBatchException.class)
        .hasMessageContaining("more than 4194304 bytes");
  }

  @Test
  void shouldStopInflatingOldMessagesAtItsBound() {
    Shape shape = new Shape(1, Codec.GZIP, false, false, false, false);
    RawBatch bomb = RawBatch.of(new RandomBatches(1).batch(0, shape, SIX_MEGABYTES));

    assertThatThrownBy(() -> rebuilder.rebuild(List.of(bomb), 0, Optional.empty(), MAX_BYTES))
        .hasMessageContaining("more than 4194304 bytes");
  }

  /** The record says 2 GB, the batch has 20 bytes. */
  @Test
  void shouldNotAllocateByARecordsClaim() throws IOException {
    byte[] claim = {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F, 0, 0, 0, 1, 1, 0};

    assertMalformed(batch(Codec.NONE, claim));
    assertMalformed(batch(Codec.GZIP, gzip(claim)));
    assertMalformed(batch(Codec.SNAPPY, Snappy.compress(claim)));
  }

  @Test
  void shouldNotAllocateByASnappyBlocksClaim() throws IOException {
    byte[] huge = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07, 0, 0, 0, 0, 0, 0, 0};

    assertMalformed(batch(Codec.SNAPPY, huge));
    assertMalformed(batch(Codec.SNAPPY, chunk(huge, huge.length)));
    for (int size : new int[] {0, -1, huge.length + 1, 500_000_000, Integer.MAX_VALUE}) {
      assertMalformed(batch(Codec.SNAPPY, chunk(huge, size)));
    }
  }

  /** The library follows stream headers by recursion. */
  @Test
  void shouldNotRunOutOfStackOverManySnappyHeaders() throws IOException {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    for (int i = 0; i < 60_000; i++) {
      headers.write(SNAPPY_HEADER);
    }

    assertMalformed(batch(Codec.SNAPPY, headers.toByteArray()));
  }

  @Test
  void shouldNotRunOutOfStackOverManyGzipMembers() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int i = 0; i < 60_000; i++) {
      members.write(gzip(new byte[0]));
    }

    assertMalformed(batch(Codec.GZIP, members.toByteArray()));
  }

  /** As librdkafka writes it: no framing. */
  @Test
  void shouldReadSnappyWithoutFraming() throws IOException {
    RawBatch plain =
        RawBatch.of(
            new RandomBatches(2)
                .batch(
                    10,
                    new Shape(2, Codec.NONE, false, false, false, false),
                    new RandomBatches(3).records(1, 2)));
    byte[] records = new byte[plain.records().limit()];
    plain.records().get(records);
    ByteBuffer bare = batch(Codec.SNAPPY, Snappy.compress(records)).bytes();

    List<Rebuilt> rebuilt =
        rebuilder.rebuild(List.of(RawBatch.of(bare)), 0, Optional.of(Codec.NONE), MAX_BYTES);

    assertThat(rebuilt.get(0).pieces()).containsExactly(new Piece(10, 1));
    assertThat(rebuilt.get(0).batch().records().remaining()).isEqualTo(records.length);
  }

  @Test
  void shouldRefuseRecordsThatGoBackOrOutOfTheirBatch() {
    ByteBuffer bytes =
        MemoryRecords.withRecords(
                10,
                Compression.NONE,
                new SimpleRecord(1, new byte[] {1}),
                new SimpleRecord(1, new byte[] {1}))
            .buffer();
    int secondDelta = bytes.limit() - 5;
    assertThat(bytes.get(secondDelta)).isEqualTo((byte) 2);
    for (byte delta : new byte[] {0, 1, 4}) {
      bytes.put(secondDelta, delta);
      seal(bytes);
      assertMalformed(RawBatch.of(bytes));
    }
  }

  @Test
  void shouldRefuseMoreOrFewerRecordsThanTheHeaderSays() {
    for (Codec codec : Codec.values()) {
      Shape shape = new Shape(2, codec, false, false, false, false);
      RandomBatches batches = new RandomBatches(4);
      ByteBuffer bytes = batches.batch(10, shape, batches.records(3, 2));
      bytes.putInt(23, 9);
      for (int count : new int[] {2, 4}) {
        bytes.putInt(57, count);
        seal(bytes);
        assertMalformed(RawBatch.of(bytes));
      }
    }
  }

  /** The wrapper's checksum is right; what was wrapped had been damaged before. */
  @Test
  void shouldRefuseAWrappedMessageWithAWrongChecksum() throws IOException {
    Shape shape = new Shape(1, Codec.NONE, false, false, false, false);
    SimpleRecord record = new SimpleRecord(1L, new byte[] {7});
    ByteBuffer inner = new RandomBatches(1).batch(0, shape, List.of(record));
    RawBatch good = wrapper(gzip(inner.array(), inner.limit()));
    inner.put(inner.limit() - 1, (byte) 8);
    RawBatch bad = wrapper(gzip(inner.array(), inner.limit()));

    assertThat(rebuilder.rebuild(List.of(good), 0, Optional.empty(), MAX_BYTES)).hasSize(1);
    assertMalformed(bad);
  }

  private static RawBatch wrapper(byte[] wrapped) {
    ByteBuffer bytes = ByteBuffer.allocate(34 + wrapped.length);
    bytes.putLong(0, 10).putInt(8, bytes.limit() - 12);
    bytes.put(16, (byte) 1).put(17, (byte) Codec.GZIP.id());
    bytes.putInt(26, -1).putInt(30, wrapped.length).put(34, wrapped);
    seal(bytes);
    return RawBatch.of(bytes);
  }

  private void assertMalformed(RawBatch batch) {
    assertThatThrownBy(() -> rebuilder.rebuild(List.of(batch), 0, Optional.empty(), MAX_BYTES))
        .isExactlyInstanceOf(MalformedBatchException.class);
  }

  /** One record is announced, at offset 10. */
  private static RawBatch batch(Codec codec, byte[] body) {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + body.length);
    bytes.putLong(0, 10).putInt(8, HEADER - 12 + body.length).put(16, (byte) 2);
    bytes.putShort(21, (short) codec.id()).putInt(57, 1).put(HEADER, body);
    seal(bytes);
    return RawBatch.of(bytes);
  }

  private static void seal(ByteBuffer bytes) {
    if (bytes.get(16) == 2) {
      CRC32C crc = new CRC32C();
      crc.update(bytes.slice(21, bytes.limit() - 21));
      bytes.putInt(17, (int) crc.getValue());
    } else {
      CRC32 crc = new CRC32();
      crc.update(bytes.slice(16, bytes.limit() - 16));
      bytes.putInt(12, (int) crc.getValue());
    }
  }

  private static byte[] chunk(byte[] block, int claimed) {
    return ByteBuffer.allocate(SNAPPY_HEADER.length + 4 + block.length)
        .put(SNAPPY_HEADER)
        .putInt(claimed)
        .put(block)
        .array();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    return gzip(content, content.length);
  }

  private static byte[] gzip(byte[] content, int size) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content, 0, size);
    }
    return bytes.toByteArray();
  }
}
