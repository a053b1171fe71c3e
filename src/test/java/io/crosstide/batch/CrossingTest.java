package io.crosstide.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.batch.RandomBatches.Shape;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CrossingTest {
  private static final Shape LZ4 = new Shape(2, Codec.LZ4, true, true, false, false);

  @Test
  void shouldPassABatchThatNeedsNothingButAHeader() {
    assertThat(of(LZ4, 100, Optional.empty())).isEqualTo(Crossing.PASSED);
    assertThat(of(LZ4, 90, Optional.of(Codec.LZ4))).isEqualTo(Crossing.PASSED);
  }

  @Test
  void shouldRebuildForEachReason() {
    assertThat(of(new Shape(1, Codec.LZ4, false, false, true, false), 100, Optional.empty()))
        .isEqualTo(Crossing.OLD_FORMAT);
    assertThat(of(new Shape(2, Codec.LZ4, false, false, true, true), 100, Optional.empty()))
        .isEqualTo(Crossing.LOG_APPEND_TIME);
    assertThat(of(new Shape(2, Codec.LZ4, false, false, false, true), 101, Optional.empty()))
        .isEqualTo(Crossing.HOLES);
    assertThat(of(LZ4, 101, Optional.of(Codec.ZSTD))).isEqualTo(Crossing.RESUMED_INSIDE);
    assertThat(of(LZ4, 100, Optional.of(Codec.NONE))).isEqualTo(Crossing.CODEC);
  }

  @Test
  void shouldHaveLabelsForMetrics() {
    assertThat(Crossing.LOG_APPEND_TIME.label()).isEqualTo("log-append-time");
    for (Crossing crossing : Crossing.values()) {
      assertThat(crossing.label()).matches("[a-z]+(-[a-z]+)*");
      assertThat(crossing.needsRebuild()).isEqualTo(crossing != Crossing.PASSED);
    }
  }

  private static Crossing of(Shape shape, long wanted, Optional<Codec> codec) {
    RandomBatches batches = new RandomBatches(8);
    RawBatch batch = RawBatch.of(batches.batch(100, shape, batches.records(5, shape.magic())));
    return Crossing.of(batch, wanted, codec);
  }
}
