package io.crosstide.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosstide.batch.RandomBatches.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchCursorTest {
  private final RandomBatches batches = new RandomBatches(20);
  private final Shape plain = new Shape(2, Codec.NONE, false, false, false, false);

  @Test
  void shouldWalkBatchesWithoutMovingTheBuffer() {
    ByteBuffer three = three();
    three.order(ByteOrder.LITTLE_ENDIAN);
    int position = three.position();

    assertThat(offsets(new BatchCursor(three))).containsExactly(10L, 50L, 90L);
    assertThat(three.position()).isEqualTo(position);
    assertThat(three.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    assertThat(offsets(new BatchCursor(three.asReadOnlyBuffer()))).hasSize(3);
  }

  @Test
  void shouldStopBeforeABatchThatIsCutOffAtAnyByte() {
    ByteBuffer three = three();
    List<Integer> ends = new ArrayList<>();
    BatchCursor whole = new BatchCursor(three);
    for (RawBatch batch = whole.next(); batch != null; batch = whole.next()) {
      ends.add(batch.position() + batch.sizeInBytes());
    }
    assertThat(whole.truncated()).isFalse();

    int start = three.position();
    for (int limit = start; limit < ends.get(2); limit++) {
      BatchCursor cursor = new BatchCursor(three.duplicate().limit(limit));
      int cut = limit;
      long complete = ends.stream().filter(end -> end <= cut).count();

      assertThat(offsets(cursor)).as("cut at %d", cut).hasSize((int) complete);
      assertThat(cursor.truncated())
          .as("cut at %d", cut)
          .isEqualTo(cut != start && !ends.contains(cut));
      int from = complete == 0 ? start : ends.get((int) complete - 1);
      assertThat(cursor.cutOffBytes())
          .as("cut at %d", cut)
          .isEqualTo(cut - from < BatchLayout.LOG_OVERHEAD ? 0 : ends.get((int) complete) - from);
    }
    assertThat(whole.cutOffBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 13, 48, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 11})
  void shouldRefuseASizeThatNoBatchHas(int size) {
    ByteBuffer bytes = batches.batch(10, plain);
    bytes.putInt(BatchLayout.SIZE, size);

    assertMalformed(bytes);
  }

  @ParameterizedTest
  @ValueSource(bytes = {-1, 3, 127, -128})
  void shouldRefuseAnUnknownFormat(byte magic) {
    ByteBuffer bytes = batches.batch(10, plain);
    bytes.put(BatchLayout.MAGIC, magic);

    assertMalformed(bytes);
    assertMalformed(bytes.duplicate().limit(BatchLayout.UP_TO_MAGIC));
  }

  @ParameterizedTest
  @CsvSource({
    "57, -1",
    "57, 2147483647",
    "57, 4",
    "23, -1",
    "23, -2147483648",
    "23, 1",
  })
  void shouldRefuseACountOrDeltaThatCannotBe(int index, int value) {
    ByteBuffer bytes = batches.batch(10, plain, batches.records(3, 2));
    bytes.putInt(index, value);

    assertMalformed(bytes);
  }

  @Test
  void shouldRefuseMoreRecordsThanTheBytesCanHold() {
    ByteBuffer bytes = batches.batch(10, plain, batches.records(3, 2));
    int most = (bytes.limit() - BatchLayout.RECORDS) / BatchLayout.SMALLEST_RECORD;
    bytes.putInt(BatchLayout.LAST_OFFSET_DELTA, 1_000_000);
    bytes.putInt(BatchLayout.RECORD_COUNT, most);
    assertThat(RawBatch.of(bytes).recordCount()).isEqualTo(most);

    bytes.putInt(BatchLayout.RECORD_COUNT, most + 1);
    assertMalformed(bytes);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 2})
  void shouldRefuseOffsetsThatOverflow(long offset) {
    for (int magic = 0; magic <= 2; magic++) {
      Shape shape = new Shape(magic, Codec.GZIP, false, false, false, false);
      ByteBuffer bytes = batches.batch(10, shape, batches.records(3, magic));
      bytes.putLong(BatchLayout.BASE_OFFSET, offset);
      if (magic == 2 || offset < 0 || offset == Long.MAX_VALUE) {
        assertMalformed(bytes);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7})
  void shouldRefuseAnUnknownCodec(int codec) {
    ByteBuffer bytes = batches.batch(10, plain);
    bytes.putShort(BatchLayout.ATTRIBUTES, (short) codec);

    assertMalformed(bytes);
  }

  @Test
  void shouldRefuseZstdBeforeV2() {
    Shape shape = new Shape(1, Codec.GZIP, false, false, false, false);
    ByteBuffer bytes = batches.batch(10, shape);
    bytes.put(BatchLayout.OLD_ATTRIBUTES, (byte) Codec.ZSTD.id());

    assertMalformed(bytes);
  }

  @Test
  void shouldTakeABatchThatCompactionEmptied() {
    ByteBuffer bytes = batches.batch(10, plain, batches.records(3, 2));
    bytes.limit(BatchLayout.RECORDS);
    bytes.putInt(BatchLayout.SIZE, BatchLayout.RECORDS - BatchLayout.LOG_OVERHEAD);
    bytes.putInt(BatchLayout.RECORD_COUNT, 0);

    RawBatch batch = RawBatch.of(bytes);

    assertThat(batch.recordCount()).isZero();
    assertThat(batch.hasHoles()).isTrue();
    assertThat(batch.nextOffset()).isEqualTo(13);
  }

  private static void assertMalformed(ByteBuffer bytes) {
    BatchCursor cursor = new BatchCursor(bytes);
    assertThatThrownBy(cursor::next).isInstanceOf(MalformedBatchException.class);
    assertThatThrownBy(cursor::next).isInstanceOf(MalformedBatchException.class);
  }

  private ByteBuffer three() {
    ByteBuffer all = ByteBuffer.allocate(1 << 20);
    all.position(17);
    for (long offset : new long[] {10, 50, 90}) {
      all.put(batches.batch(offset, plain, batches.records(4, 2)));
    }
    return all.limit(all.position()).position(17);
  }

  private static List<Long> offsets(BatchCursor cursor) {
    List<Long> offsets = new ArrayList<>();
    for (RawBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
      offsets.add(batch.baseOffset());
    }
    return offsets;
  }
}
