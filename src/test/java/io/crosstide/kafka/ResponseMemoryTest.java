package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ResponseMemoryTest {
  private static final int MAX = 1 << 20;

  private final ResponseMemory memory = new ResponseMemory(MAX);

  @Test
  void shouldGiveTheSameMemoryAgainOnceItIsReleased() {
    ByteBuffer first = memory.tryAllocate(100_000);
    ByteBuffer meanwhile = memory.tryAllocate(100_000);
    memory.release(first);

    ByteBuffer again = memory.tryAllocate(90_000);

    assertThat(meanwhile).isNotSameAs(first);
    assertThat(again).isSameAs(first);
    assertThat(again.position()).isZero();
    assertThat(again.limit()).isEqualTo(90_000);
  }

  @Test
  void shouldTakeFromTheHeapWhatIsSmallOrTooLarge() {
    for (int bytes : new int[] {0, ResponseMemory.MIN_BYTES - 1, MAX + 1}) {
      ByteBuffer buffer = memory.tryAllocate(bytes);
      assertThat(buffer.isDirect()).isFalse();
      assertThat(buffer.remaining()).isEqualTo(bytes);
      memory.release(buffer);
    }
    assertThat(memory.tryAllocate(MAX).isDirect()).isTrue();
  }

  /** Four connections to each broker, and each may bring one. */
  @Test
  void shouldTakeOneLargeResponseAtATime() {
    ByteBuffer large = memory.tryAllocate(MAX + 1);

    assertThat(memory.isOutOfMemory()).isTrue();
    assertThat(memory.tryAllocate(MAX + 2)).isNull();
    assertThat(memory.tryAllocate(MAX)).isNotNull();
    assertThat(memory.tryAllocate(1)).isNotNull();

    memory.release(large);
    assertThat(memory.isOutOfMemory()).isFalse();
    assertThat(memory.tryAllocate(MAX + 2)).isNotNull();
  }

  @Test
  void shouldLeaveMostOfTheHeapToOthers() {
    for (long heap : new long[] {256L << 20, 512L << 20, 8L << 30}) {
      // The response, its largest batch once more, and what lanes hold.
      assertThat(2L * ResponseBound.bytes(heap) + SourceSettings.DEFAULT_BUFFER_BYTES)
          .isLessThan(heap / 2);
    }
    assertThat(ResponseBound.bytes(64 << 20)).isEqualTo(ResponseBound.LEAST_BYTES);
    assertThat(ResponseBound.bytes(Long.MAX_VALUE)).isEqualTo(ResponseBound.MOST_BYTES);
    assertThat(ResponseBound.bytes(256 << 20)).isGreaterThan(BrokerFetch.LARGEST_RESPONSE_BYTES);
  }

  @Test
  void shouldLetALargerOneTakeThePlaceOfASmallerOne() {
    ByteBuffer small = memory.tryAllocate(100_000);
    memory.release(small);

    ByteBuffer large = memory.tryAllocate(600_000);
    memory.release(large);

    assertThat(memory.tryAllocate(100_000)).isSameAs(large);
    assertThat(memory.tryAllocate(100_000)).isNotSameAs(small);
  }

  @Test
  void shouldNotGiveMemoryThatIsInUse() {
    ByteBuffer small = memory.tryAllocate(100_000);
    ByteBuffer large = memory.tryAllocate(600_000);
    // As after they were read: to ByteBuffer.equals they are the same then.
    memory.release(small.position(small.limit()));
    memory.release(large.position(large.limit()));

    ByteBuffer first = memory.tryAllocate(100_000);
    ByteBuffer second = memory.tryAllocate(100_000);

    assertThat(second).isNotSameAs(first);
  }
}
