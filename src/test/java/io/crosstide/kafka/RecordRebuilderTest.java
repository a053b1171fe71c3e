package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosstide.batch.BatchCursor;
import io.crosstide.batch.Codec;
import io.crosstide.batch.CorruptBatchException;
import io.crosstide.batch.Piece;
import io.crosstide.batch.RandomBatches;
import io.crosstide.batch.RandomBatches.Content;
import io.crosstide.batch.RandomBatches.Shape;
import io.crosstide.batch.RawBatch;
import io.crosstide.batch.Rebuilder.Rebuilt;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.DefaultRecordBatch;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.SimpleRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordRebuilderTest {
  private static final Shape PLAIN = new Shape(2, Codec.NONE, false, false, false, false);
  private static final int MAX_BYTES = 1_000_000;

  private final RecordRebuilder rebuilder = new RecordRebuilder();

  @Test
  void shouldCarryEveryRecordThatKafkaReadsOnce() {
    for (long seed = 0; seed < 2_000; seed++) {
      RandomBatches batches = new RandomBatches(seed);
      Random random = batches.random();
      List<RawBatch> source = source(batches, 1 + random.nextInt(5));
      long from = random.nextInt(4) == 0 ? random.nextInt(150) : 0;
      Optional<Codec> codec =
          random.nextBoolean() ? Optional.empty() : Optional.of(Codec.byId(random.nextInt(5)));
      int maxBytes = random.nextBoolean() ? MAX_BYTES : 100 + random.nextInt(8_000);
      Map<Long, Content> expected = readByKafka(source, from);

      List<Rebuilt> rebuilt = rebuilder.rebuild(source, from, codec, maxBytes);

      assertThat(readByKafka(seed, rebuilt)).as("seed %d", seed).isEqualTo(expected);
      for (Rebuilt one : rebuilt) {
        assertHeader(seed, one.batch(), codec);
        assertThat(one.batch().recordCount() == 1 || one.batch().sizeInBytes() <= maxBytes)
            .as("seed %d: %s within %d", seed, one.batch(), maxBytes)
            .isTrue();
      }
    }
  }

  private static List<RawBatch> source(RandomBatches batches, int count) {
    List<RawBatch> source = new ArrayList<>();
    long offset = 0;
    for (int i = 0; i < count; i++) {
      Shape shape = batches.anyShape();
      BatchCursor cursor = new BatchCursor(RandomBatches.elsewhere(batches.batch(offset, shape)));
      for (RawBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
        source.add(batch);
        offset = batch.nextOffset();
      }
      offset += batches.random().nextInt(2) * 5L;
    }
    return source;
  }

  private static Map<Long, Content> readByKafka(List<RawBatch> batches, long from) {
    Map<Long, Content> contents = new TreeMap<>();
    for (RawBatch batch : batches) {
      for (Record record : RandomBatches.kafka(batch.bytes())) {
        if (record.offset() >= from) {
          contents.put(record.offset(), Content.of(record));
        }
      }
    }
    return contents;
  }

  /** By the source offsets that the pieces give, each of which must come up once and in order. */
  private static Map<Long, Content> readByKafka(long seed, List<Rebuilt> rebuilt) {
    Map<Long, Content> contents = new TreeMap<>();
    long previous = -1;
    for (Rebuilt one : rebuilt) {
      List<Long> offsets = new ArrayList<>();
      for (Piece piece : one.pieces()) {
        assertThat(piece.source()).as("seed %d", seed).isGreaterThan(previous);
        previous = piece.end() - 1;
        for (long offset = piece.source(); offset < piece.end(); offset++) {
          offsets.add(offset);
        }
      }
      int index = 0;
      for (Record record : RandomBatches.kafka(one.batch().bytes())) {
        assertThat(record.offset()).as("seed %d", seed).isEqualTo(index);
        contents.put(offsets.get(index++), Content.of(record));
      }
      assertThat(index).as("seed %d", seed).isEqualTo(offsets.size());
    }
    return contents;
  }

  private static void assertHeader(long seed, RawBatch batch, Optional<Codec> codec) {
    RecordBatch kafka = RandomBatches.kafka(batch.bytes());
    kafka.ensureValid();
    assertThat(kafka.magic()).isEqualTo((byte) 2);
    assertThat(kafka.baseOffset()).isZero();
    assertThat(kafka.timestampType()).isEqualTo(TimestampType.CREATE_TIME);
    assertThat(kafka.isTransactional()).isFalse();
    assertThat(kafka.deleteHorizonMs()).isEmpty();
    assertThat(kafka.producerId()).isEqualTo(-1);
    assertThat(batch.hasHoles()).as("seed %d", seed).isFalse();
    codec.ifPresent(wanted -> assertThat(batch.codec()).as("seed %d", seed).isEqualTo(wanted));
    long newest = Long.MIN_VALUE;
    for (Record record : kafka) {
      newest = Math.max(newest, record.timestamp());
    }
    assertThat(kafka.maxTimestamp()).as("seed %d", seed).isEqualTo(newest);
  }

  @Test
  void shouldTellWhichSourceOffsetsStandWhere() {
    Shape holes = new Shape(2, Codec.LZ4, false, false, false, true);
    RandomBatches batches = new RandomBatches(5);
    RawBatch first = RawBatch.of(batches.batch(10, PLAIN, batches.records(3, 2)));
    RawBatch second = RawBatch.of(batches.batch(13, PLAIN, batches.records(2, 2)));
    RawBatch third = RawBatch.of(batches.batch(20, PLAIN, batches.records(1, 2)));
    RawBatch fourth = RawBatch.of(batches.batch(30, holes, batches.records(9, 2)));

    List<Rebuilt> rebuilt =
        rebuilder.rebuild(List.of(first, second, third, fourth), 11, Optional.empty(), MAX_BYTES);

    assertThat(rebuilt).hasSize(2);
    assertThat(rebuilt.get(0).pieces()).containsExactly(new Piece(11, 4), new Piece(20, 1));
    assertThat(rebuilt.get(0).batch().codec()).isEqualTo(Codec.NONE);
    assertThat(rebuilt.get(1).pieces()).hasSizeGreaterThan(1);
    assertThat(rebuilt.get(1).pieces().stream().mapToInt(Piece::count).sum()).isEqualTo(9);
    assertThat(rebuilt.get(1).batch().codec()).isEqualTo(Codec.LZ4);
  }

  @ParameterizedTest
  @EnumSource
  void shouldJoinSmallBatches(Codec codec) {
    RandomBatches batches = new RandomBatches(6);
    Shape shape = new Shape(2, codec, false, false, false, false);
    List<RawBatch> small = new ArrayList<>();
    for (long offset = 0; offset < 200; offset++) {
      small.add(RawBatch.of(batches.batch(offset, shape, batches.records(1, 2))));
    }

    List<Rebuilt> rebuilt = rebuilder.rebuild(small, 0, Optional.empty(), MAX_BYTES);

    assertThat(rebuilt).hasSize(1);
    assertThat(rebuilt.get(0).pieces()).containsExactly(new Piece(0, 200));
  }

  /** What compresses badly must not make a batch too large; what compresses well may be joined. */
  @ParameterizedTest
  @EnumSource
  void shouldFillBatchesWithoutOverstepping(Codec codec) {
    Random random = new Random(7);
    List<SimpleRecord> records = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      byte[] value = new byte[1_000];
      random.nextBytes(value);
      records.add(new SimpleRecord(1L, value));
    }
    RawBatch batch = RawBatch.of(new RandomBatches(7).batch(0, PLAIN, records));

    List<Rebuilt> rebuilt = rebuilder.rebuild(List.of(batch), 0, Optional.of(codec), MAX_BYTES);

    for (Rebuilt one : rebuilt) {
      assertThat(one.batch().sizeInBytes()).isLessThanOrEqualTo(MAX_BYTES);
    }
    assertThat(rebuilt).hasSizeBetween(7, 9);
  }

  @Test
  void shouldLeaveNothingOfWhatLiesBeforeTheWantedOffset() {
    RandomBatches batches = new RandomBatches(8);
    RawBatch batch = RawBatch.of(batches.batch(10, PLAIN, batches.records(3, 2)));

    assertThat(rebuilder.rebuild(List.of(batch), 13, Optional.empty(), MAX_BYTES)).isEmpty();
    assertThat(rebuilder.rebuild(List.of(), 0, Optional.empty(), MAX_BYTES)).isEmpty();
  }

  @Test
  void shouldTakeABatchThatCompactionEmptied() {
    ByteBuffer bytes = ByteBuffer.allocate(61);
    DefaultRecordBatch.writeEmptyHeader(
        bytes, (byte) 2, 5, (short) 1, 7, 100, 120, 3, TimestampType.CREATE_TIME, 9, false, false);
    RawBatch empty = RawBatch.of(bytes.flip());

    assertThat(rebuilder.rebuild(List.of(empty), 0, Optional.empty(), MAX_BYTES)).isEmpty();
  }

  /** The broker never decodes header keys, so they need not be UTF-8. */
  @Test
  void shouldCopyHeaderKeysAsBytes() {
    byte[] record = {24, 0, 0, 0, 1, 1, 2, 4, (byte) 0xFF, (byte) 0xFE, 4, 1, 2};
    int size = 61 + record.length;
    ByteBuffer bytes = ByteBuffer.allocate(size).put(61, record);
    DefaultRecordBatch.writeHeader(
        bytes,
        100,
        0,
        size,
        (byte) 2,
        CompressionType.NONE,
        TimestampType.CREATE_TIME,
        5,
        5,
        -1,
        (short) -1,
        -1,
        false,
        false,
        false,
        0,
        1);
    RawBatch batch = RawBatch.of(bytes.position(0));

    List<Rebuilt> rebuilt = rebuilder.rebuild(List.of(batch), 0, Optional.empty(), MAX_BYTES);

    assertThat(rebuilt.get(0).batch().records()).isEqualTo(batch.records());
  }

  @Test
  void shouldRefuseADamagedBatchBeforeOpeningIt() {
    for (Codec codec : Codec.values()) {
      for (int magic = codec == Codec.ZSTD ? 2 : 0; magic <= 2; magic++) {
        RandomBatches batches = new RandomBatches(3);
        Shape shape = new Shape(magic, codec, false, false, false, false);
        ByteBuffer bytes = batches.batch(5, shape, batches.records(1, magic));
        bytes.put(bytes.limit() - 1, (byte) (bytes.get(bytes.limit() - 1) ^ 1));
        List<RawBatch> damaged = List.of(RawBatch.of(bytes));

        assertThatThrownBy(() -> rebuilder.rebuild(damaged, 0, Optional.empty(), MAX_BYTES))
            .isInstanceOf(CorruptBatchException.class);
      }
    }
  }

  @Test
  void shouldWorkOnAfterAFailure() {
    RandomBatches batches = new RandomBatches(9);
    Shape shape = new Shape(2, Codec.ZSTD, false, false, false, false);
    RawBatch good = RawBatch.of(batches.batch(10, shape, batches.records(3, 2)));
    ByteBuffer bytes = batches.batch(20, shape, batches.records(3, 2));
    bytes.put(bytes.limit() - 1, (byte) (bytes.get(bytes.limit() - 1) ^ 1));
    RawBatch bad = RawBatch.of(bytes);

    assertThatThrownBy(() -> rebuilder.rebuild(List.of(good, bad), 0, Optional.empty(), MAX_BYTES))
        .isInstanceOf(CorruptBatchException.class);
    List<Rebuilt> rebuilt = rebuilder.rebuild(List.of(good), 0, Optional.empty(), MAX_BYTES);

    assertThat(rebuilt).hasSize(1);
    assertThat(rebuilt.get(0).pieces()).containsExactly(new Piece(10, 3));
  }

  @Test
  void shouldRefuseControlBatches() {
    List<RawBatch> control = List.of(RawBatch.of(new RandomBatches(1).marker(5, 6, true)));

    assertThatThrownBy(() -> rebuilder.rebuild(control, 0, Optional.empty(), MAX_BYTES))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldNotNeedAHeapBuffer() {
    ByteBuffer heap =
        MemoryRecords.withRecords(
                30, Compression.lz4().build(), new SimpleRecord(1, new byte[] {1}, new byte[] {2}))
            .buffer();
    ByteBuffer direct = ByteBuffer.allocateDirect(heap.limit()).put(heap.duplicate()).flip();

    List<Rebuilt> rebuilt =
        rebuilder.rebuild(List.of(RawBatch.of(direct)), 0, Optional.empty(), MAX_BYTES);

    assertThat(rebuilt.get(0).pieces()).containsExactly(new Piece(30, 1));
  }
}
