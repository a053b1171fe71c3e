package io.crosstide.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.apache.kafka.common.record.DefaultRecordBatch;
import org.junit.jupiter.api.Test;

class SequenceTest {
  @Test
  void shouldWrapAsKafkaDoes() {
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      int sequence = Integer.MAX_VALUE - random.nextInt(i % 2 == 0 ? 100 : Integer.MAX_VALUE);
      int count = random.nextInt(i % 3 == 0 ? Integer.MAX_VALUE : 200);
      int next = Sequence.add(sequence, count);

      assertThat(next)
          .as("%d + %d", sequence, count)
          .isEqualTo(DefaultRecordBatch.incrementSequence(sequence, count));
      assertThat(Sequence.distance(sequence, next)).as("%d + %d", sequence, count).isEqualTo(count);
    }
    assertThat(Sequence.add(Integer.MAX_VALUE, 1)).isZero();
  }

  @Test
  void shouldRefuseNegativeNumbers() {
    assertThatThrownBy(() -> Sequence.add(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sequence.add(1, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sequence.distance(-1, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
