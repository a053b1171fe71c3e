package io.crosstide.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeartbeatLeaseTest {
  private static final long LASTS_MS = 10_000;
  private final HeartbeatLease lease = new HeartbeatLease(LASTS_MS);

  @Test
  void shouldGrantNothingBeforeTheGroupHasAnswered() {
    lease.counted(1, 1_000);

    assertThat(lease.test(1_000)).isFalse();
  }

  @Test
  void shouldLastFromWhenTheAssignmentWasAskedFor() {
    lease.joined(1_000);

    assertThat(lease.test(10_999)).isTrue();
    assertThat(lease.test(11_000)).isFalse();
  }

  @Test
  void shouldCountAnAnswerFromTheAnswerBeforeItWhichItsHeartbeatFollowed() {
    lease.joined(1_000);
    lease.counted(0, 1_000);
    lease.counted(1, 4_000);
    lease.counted(1, 5_000);
    assertThat(lease.test(11_000))
        .as("the first was sent after the assignment was asked")
        .isFalse();

    lease.counted(2, 8_000);

    assertThat(lease.test(10_999)).isTrue();
    assertThat(lease.test(11_000))
        .as("the second was sent after 1,000, no more is known")
        .isFalse();
    lease.counted(3, 9_000);
    assertThat(lease.test(14_999)).as("the third was sent after 5,000").isTrue();
    assertThat(lease.test(15_000)).isFalse();
  }

  @Test
  void shouldNotTakeAnAnswerThatAFrozenProcessFindsForANewOne() {
    lease.joined(1_000);
    for (int second = 1; second <= 5; second++) {
      lease.counted(second, 1_000 + 1_000 * second);
    }

    // Sent just before the process was frozen for a minute, found when it goes on.
    lease.counted(6, 66_000);

    assertThat(lease.test(66_000)).isFalse();
  }

  @Test
  void shouldEndWhenTheGroupGivesTheMemberUpWhateverIsAnsweredThen() {
    lease.joined(1_000);
    lease.lost();
    lease.counted(5, 2_000);
    lease.counted(9, 3_000);
    assertThat(lease.test(3_000)).isFalse();

    lease.joined(4_000);

    assertThat(lease.test(4_000)).isTrue();
  }

  @Test
  void shouldRefuseToLastNoTime() {
    assertThatThrownBy(() -> new HeartbeatLease(0)).hasMessageContaining("0 ms");
  }
}
