package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.mirror.RegistryPort.Origin;
import org.junit.jupiter.api.Test;

class ProducerVerdictsTest {
  private final ProducerVerdicts verdicts = new ProducerVerdicts();

  @Test
  void shouldTakeABatchWithoutProducerIdForLocal() {
    assertThat(verdicts.of(-1)).isEqualTo(Origin.LOCAL);
  }

  @Test
  void shouldKeepEveryRegisteredId() {
    for (long id = 0; id < 10_000; id++) {
      verdicts.register(id * 1000, id % 2 == 0 ? Origin.MIRRORED : Origin.REFLECTED);
    }

    for (long id = 0; id < 10_000; id++) {
      Origin expected = id % 2 == 0 ? Origin.MIRRORED : Origin.REFLECTED;
      assertThat(verdicts.of(id * 1000)).isEqualTo(expected);
      assertThat(verdicts.of(id * 1000 + 1)).isEqualTo(Origin.UNKNOWN);
    }
  }

  @Test
  void shouldNotTakeALanesIdForAnApplications() {
    verdicts.register(7, Origin.MIRRORED);

    verdicts.judge(7);
    verdicts.judge(8);

    assertThat(verdicts.of(7)).isEqualTo(Origin.MIRRORED);
    assertThat(verdicts.of(8)).isEqualTo(Origin.LOCAL);
  }

  @Test
  void shouldForgetTheApplicationsIdsThatWereUsedLongestAgo() {
    verdicts.judge(1);
    verdicts.judge(2);
    for (long id = 3; id <= ProducerVerdicts.MAX_LOCAL; id++) {
      verdicts.judge(id);
    }
    assertThat(verdicts.of(1)).isEqualTo(Origin.LOCAL);

    verdicts.judge(ProducerVerdicts.MAX_LOCAL + 1L);

    assertThat(verdicts.of(1)).as("used just now").isEqualTo(Origin.LOCAL);
    assertThat(verdicts.of(2)).isEqualTo(Origin.UNKNOWN);
  }
}
