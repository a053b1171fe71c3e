package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkMemoryTest {
  private static final int PAGE = ChunkMemory.PAGE_BYTES;
  private static final int SLAB = ChunkMemory.SLAB_BYTES;

  private final ChunkMemory memory = new ChunkMemory(2L * SLAB);

  @Test
  void shouldGiveExactlyTheBytesAskedForAndCountWholePages() {
    ChunkMemory.Block block = memory.take(PAGE + 1);

    assertThat(block.bytes().remaining()).isEqualTo(PAGE + 1);
    assertThat(block.bytes().isDirect()).isTrue();
    assertThat(block.heldBytes()).isEqualTo(2L * PAGE);
  }

  @Test
  void shouldTakeFromTheHeapWhatIsTooSmallOrTooLarge() {
    assertThat(memory.take(PAGE - 1).bytes().isDirect()).isFalse();
    assertThat(memory.take(SLAB + 1).bytes().isDirect()).isFalse();
    assertThat(memory.take(SLAB).bytes().isDirect()).isTrue();
  }

  @Test
  void shouldNeverTakeMoreFromTheSystemThanItsLimit() {
    memory.take(SLAB);
    ChunkMemory.Block second = memory.take(SLAB);

    assertThat(memory.take(PAGE).bytes().isDirect()).isFalse();
    memory.give(second);
    assertThat(memory.take(PAGE).bytes().isDirect()).isTrue();
  }

  @Test
  void shouldKeepToALowerLimitOnceWhatIsBeyondItIsGivenBack() {
    ChunkMemory.Block first = memory.take(SLAB);
    ChunkMemory.Block second = memory.take(SLAB);

    memory.limit(SLAB);

    memory.give(second);
    assertThat(memory.take(PAGE).bytes().isDirect()).isFalse();
    memory.give(first);
    assertThat(memory.take(PAGE).bytes().isDirect()).isTrue();
  }

  /** Each block is filled with a number of its own, which nobody may overwrite. */
  @Test
  void shouldNeverGiveAByteToTwo() {
    Random random = new Random(5);
    Map<ChunkMemory.Block, Byte> held = new IdentityHashMap<>();
    List<ChunkMemory.Block> order = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      if (order.size() > 40 || (!order.isEmpty() && random.nextBoolean())) {
        ChunkMemory.Block gone = order.remove(random.nextInt(order.size()));
        assertFilled(gone.bytes(), held.remove(gone));
        memory.give(gone);
      } else {
        ChunkMemory.Block block = memory.take(1 + random.nextInt(20 * PAGE));
        byte mark = (byte) random.nextInt();
        fill(block.bytes(), mark);
        held.put(block, mark);
        order.add(block);
      }
    }
    held.forEach((block, mark) -> assertFilled(block.bytes(), mark));
  }

  /** First, last, and one of every page: enough to see an overlap, which is of whole pages. */
  private static void fill(ByteBuffer bytes, byte mark) {
    for (int at = 0; at < bytes.capacity(); at += PAGE) {
      bytes.put(at, mark);
    }
    bytes.put(bytes.capacity() - 1, mark);
  }

  private static void assertFilled(ByteBuffer bytes, byte mark) {
    for (int at = 0; at < bytes.capacity(); at += PAGE) {
      assertThat(bytes.get(at)).isEqualTo(mark);
    }
    assertThat(bytes.get(bytes.capacity() - 1)).isEqualTo(mark);
  }
}
