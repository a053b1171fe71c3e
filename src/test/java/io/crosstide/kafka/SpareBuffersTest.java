package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SpareBuffersTest {
  private final SpareBuffers spare = new SpareBuffers();

  @Test
  void shouldUseWhatWasGivenBackAgain() {
    ByteBuffer first = spare.take(1_000);
    first.put(0, (byte) 7);
    spare.give(first);

    ByteBuffer second = spare.take(500);

    assertThat(second.remaining()).isEqualTo(500);
    assertThat(second.position()).isZero();
    second.put(0, (byte) 9);
    assertThat(first.get(0)).isEqualTo((byte) 9);
  }

  @Test
  void shouldNeverGiveOneTwice() {
    ByteBuffer first = spare.take(10).put(0, (byte) 1);
    ByteBuffer second = spare.take(10).put(0, (byte) 2);

    assertThat(first.get(0)).isEqualTo((byte) 1);
    assertThat(second.get(0)).isEqualTo((byte) 2);
  }

  @Test
  void shouldTakeWhatIsTooLargeOrOneTooManyFromTheHeap() {
    assertThat(spare.take(SpareBuffers.BUFFER_BYTES + 1).isDirect()).isFalse();
    for (int i = 0; i < SpareBuffers.MAX_BUFFERS; i++) {
      assertThat(spare.take(10).isDirect()).isTrue();
    }

    ByteBuffer more = spare.take(10);

    assertThat(more.isDirect()).isFalse();
    spare.give(more);
    assertThat(spare.take(10)).isNotSameAs(more);
  }
}
