package io.crosstide.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.Test;

class AbortedIndexTest {
  /** A log of many producers, and for each data batch what became of its transaction. */
  private static final class History {
    private final Random random;
    private final RandomBatches batches;
    private final List<RawBatch> log = new ArrayList<>();
    private final Map<RawBatch, Boolean> aborted = new HashMap<>();
    private final List<AbortedTransaction> index = new ArrayList<>();
    private final List<Long> indexEnds = new ArrayList<>();
    private final Map<Long, List<RawBatch>> open = new HashMap<>();
    private long offset;

    History(long seed) {
      batches = new RandomBatches(seed);
      random = batches.random();
      for (int step = 0; step < 60; step++) {
        append(random.nextInt(6));
      }
      for (long producer = 0; producer < 6; producer++) {
        end(producer, random.nextBoolean());
      }
    }

    private void append(long producer) {
      int what = random.nextInt(10);
      if (what < 3) {
        end(producer, random.nextBoolean());
      } else if (what == 9 && !open.containsKey(producer)) {
        aborted.put(data(producer, false), false);
      } else {
        open.computeIfAbsent(producer, id -> new ArrayList<>()).add(data(producer, true));
      }
    }

    private RawBatch data(long producer, boolean transactional) {
      SimpleRecord[] records = new SimpleRecord[1 + random.nextInt(3)];
      Arrays.fill(records, new SimpleRecord(1, new byte[] {1}));
      MemoryRecords written =
          transactional
              ? MemoryRecords.withTransactionalRecords(
                  offset, Compression.NONE, producer, (short) 3, 0, 7, records)
              : MemoryRecords.withIdempotentRecords(
                  offset, Compression.NONE, producer, (short) 3, 0, 7, records);
      return add(written.buffer());
    }

    private void end(long producer, boolean commit) {
      List<RawBatch> written = open.remove(producer);
      RawBatch marker = add(batches.marker(offset, producer, commit));
      for (RawBatch batch : written == null ? List.<RawBatch>of() : written) {
        aborted.put(batch, !commit);
      }
      if (!commit && written != null) {
        index.add(new AbortedTransaction(producer, written.get(0).baseOffset()));
        indexEnds.add(marker.lastOffset());
      }
    }

    private RawBatch add(ByteBuffer bytes) {
      RawBatch batch = RawBatch.of(bytes);
      log.add(batch);
      offset = batch.nextOffset();
      return batch;
    }

    /** What a broker answers: the aborted transactions that overlap the fetched range. */
    List<AbortedTransaction> overlapping(long from, long to) {
      List<AbortedTransaction> overlapping = new ArrayList<>();
      for (int i = 0; i < index.size(); i++) {
        if (indexEnds.get(i) >= from && index.get(i).firstOffset() < to) {
          overlapping.add(index.get(i));
        }
      }
      Collections.shuffle(overlapping, random);
      return overlapping;
    }
  }

  @Test
  void shouldTellTheBatchesOfAbortedTransactionsFromAnyFetchedRange() {
    int dropped = 0;
    for (long seed = 0; seed < 1_500; seed++) {
      History history = new History(seed);
      int from = history.random.nextInt(history.log.size());
      int to = from + 1 + history.random.nextInt(history.log.size() - from);
      List<RawBatch> fetched = history.log.subList(from, to);
      AbortedIndex index =
          new AbortedIndex(
              history.overlapping(
                  fetched.get(0).baseOffset(), fetched.get(fetched.size() - 1).nextOffset()));

      for (RawBatch batch : fetched) {
        boolean expected = !batch.isControl() && history.aborted.get(batch);
        assertThat(index.isAborted(batch)).as("seed %d, %s", seed, batch).isEqualTo(expected);
        dropped += expected ? 1 : 0;
      }
    }
    assertThat(dropped).isGreaterThan(1_000);
  }

  /** An idempotent batch under the same id is data, whatever becomes of the transaction. */
  @Test
  void shouldKeepBatchesOfTheSameProducerThatAreNotTransactional() {
    AbortedIndex index = new AbortedIndex(List.of(new AbortedTransaction(5, 10)));
    RawBatch idempotent = transactional(20);
    idempotent.buffer().putShort(BatchLayout.ATTRIBUTES, (short) 0);

    assertThat(index.isAborted(transactional(10))).isTrue();
    assertThat(index.isAborted(idempotent)).isFalse();
  }

  @Test
  void shouldTakeAnEmptyControlBatchForNoMarker() {
    ByteBuffer marker = new RandomBatches(1).marker(20, 5, false);
    marker.limit(BatchLayout.RECORDS);
    marker.putInt(BatchLayout.SIZE, BatchLayout.RECORDS - BatchLayout.LOG_OVERHEAD);
    marker.putInt(BatchLayout.RECORD_COUNT, 0);
    AbortedIndex index = new AbortedIndex(List.of(new AbortedTransaction(5, 10)));

    assertThat(index.isAborted(RawBatch.of(marker))).isFalse();
    assertThat(index.isAborted(transactional(21))).isTrue();
  }

  @Test
  void shouldRefuseControlRecordsThatCannotBeRead() {
    ByteBuffer marker = new RandomBatches(1).marker(20, 5, false);
    for (int index = BatchLayout.RECORDS; index < BatchLayout.RECORDS + 5; index++) {
      ByteBuffer broken = ByteBuffer.allocate(marker.limit()).put(marker.duplicate()).flip();
      for (int i = index; i < broken.limit(); i++) {
        broken.put(i, (byte) 0xFF);
      }
      RawBatch batch = RawBatch.of(broken);

      assertThatThrownBy(() -> new AbortedIndex(List.of()).isAborted(batch))
          .as("broken from %d", index)
          .isInstanceOf(MalformedBatchException.class);
    }
  }

  private static RawBatch transactional(long offset) {
    return RawBatch.of(
        MemoryRecords.withTransactionalRecords(
                offset, Compression.NONE, 5, (short) 3, 0, 7, new SimpleRecord(1, new byte[] {1}))
            .buffer());
  }
}
