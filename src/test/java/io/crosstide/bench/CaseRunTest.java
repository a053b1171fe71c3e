package io.crosstide.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaseRunTest {
  @Test
  void shouldCallBrokersWarmWhenTheLastTwoRunsAgree() {
    assertThat(CaseRun.rests(List.of())).isFalse();
    assertThat(CaseRun.rests(List.of(185.0))).isFalse();
    assertThat(CaseRun.rests(List.of(185.0, 320.0))).isFalse();
    assertThat(CaseRun.rests(List.of(185.0, 320.0, 449.0))).isFalse();
    assertThat(CaseRun.rests(List.of(185.0, 320.0, 449.0, 400.0))).isTrue();
    assertThat(CaseRun.rests(List.of(400.0, 340.0))).isTrue();
    assertThat(CaseRun.rests(List.of(400.0, 339.0))).isFalse();
  }

  @Test
  void shouldAlwaysNameTheProblem() {
    assertThat(CaseRun.problem(new IllegalStateException())).contains("IllegalStateException");
    assertThat(CaseRun.problem(new IllegalStateException(" "))).isNotBlank();
    assertThat(CaseRun.problem(new IllegalStateException("refused", new IOException("no disk"))))
        .contains("refused")
        .contains("no disk");
  }
}
