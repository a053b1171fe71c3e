package io.crosstide.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Bytes from a hostile or broken source: at worst {@link MalformedBatchException}, soon. */
class BatchFuzzTest {
  private static final int ROUNDS = 20_000;

  /** An exception with its stack, and a few views of the buffer. */
  private static final long MOST_BYTES = 64 << 10;

  @Test
  void shouldNeverFailInAnotherWayThanMalformed() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          int malformed = 0;
          for (long seed = 0; seed < ROUNDS; seed++) {
            malformed += survives(seed) ? 0 : 1;
          }
          assertThat(malformed).isBetween(ROUNDS / 20, ROUNDS - 1);
        });
  }

  /** However large the sizes and counts in it are. */
  @Test
  void shouldTakeNoMemoryByANumberThatItReads() {
    for (long seed = 0; seed < ROUNDS; seed++) {
      // Whatever is loaded or compiled for the first time is so only once.
      if (allocatedBytes(seed) > MOST_BYTES) {
        assertThat(allocatedBytes(seed)).as("seed %d", seed).isLessThan(MOST_BYTES);
      }
    }
  }

  private static long allocatedBytes(long seed) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    ByteBuffer bytes = mutated(new RandomBatches(seed));
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      AbortedIndex index = new AbortedIndex(List.of(new AbortedTransaction(5, 0)));
      BatchCursor cursor = new BatchCursor(bytes);
      for (RawBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
        if (!index.isAborted(batch) && Crossing.of(batch, 0, Optional.empty()) == Crossing.PASSED) {
          batch.isIntact();
        }
      }
    } catch (MalformedBatchException expected) {
      assertThat(expected.getMessage()).hasSizeLessThan(200);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static boolean survives(long seed) {
    RandomBatches batches = new RandomBatches(seed);
    ByteBuffer bytes = mutated(batches);
    try {
      AbortedIndex index = new AbortedIndex(List.of(new AbortedTransaction(5, 0)));
      BatchCursor cursor = new BatchCursor(bytes);
      for (RawBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
        look(batch, index);
      }
      return true;
    } catch (MalformedBatchException expected) {
      return false;
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  private static void look(RawBatch batch, AbortedIndex index) {
    assertThat(batch.toString()).isNotEmpty();
    assertThat(batch.summary().lastOffset()).isGreaterThanOrEqualTo(batch.baseOffset());
    assertThat(batch.nextOffset()).isPositive();
    batch.isIntact();
    boolean aborted = index.isAborted(batch);
    boolean passes =
        Crossing.of(batch, 0, Optional.empty()) == Crossing.PASSED && !batch.isControl();
    if (passes && !aborted) {
      boolean intact = batch.isIntact();
      HeaderPatch.apply(batch, 1, (short) 2, 3);
      assertThat(batch.isIntact()).isEqualTo(intact);
    }
  }

  private static ByteBuffer mutated(RandomBatches batches) {
    Random random = batches.random();
    ByteBuffer all = ByteBuffer.allocate(1 << 20);
    for (int i = 0; i < 2; i++) {
      all.put(
          random.nextBoolean()
              ? batches.marker(9, 5, random.nextBoolean())
              : batches.batch(10, batches.anyShape(), batches.records(2, 0)));
    }
    all.flip();
    int mutations = 1 + random.nextInt(4);
    for (int i = 0; i < mutations; i++) {
      int near = random.nextBoolean() ? 80 : all.limit();
      int index = random.nextInt(Math.min(near, all.limit()));
      byte[] nasty = {0, -1, 1, 127, -128, (byte) random.nextInt()};
      all.put(index, nasty[random.nextInt(nasty.length)]);
    }
    if (random.nextInt(4) == 0) {
      all.limit(random.nextInt(all.limit()));
    }
    return all;
  }
}
