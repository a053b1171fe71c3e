package io.crosstide.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.reconcile.ConfigChange.SetConfig;
import io.crosstide.reconcile.Outcome;
import io.crosstide.status.SyncStatus;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SyncRoundsTest {
  private static final long INTERVAL_MS = 100_000;

  private final AtomicLong nowMs = new AtomicLong(1_000_000);
  private final Conditions conditions = new Conditions("nyc->lon");
  private final SyncRounds rounds =
      new SyncRounds(
          "nyc->lon", conditions, () -> Instant.ofEpochMilli(nowMs.get()), new Random(7));

  @Test
  void shouldCompareAtTheFirstRoundAndThenByTheInterval() {
    assertThat(rounds.takeDue(INTERVAL_MS)).isTrue();
    assertThat(rounds.takeDue(INTERVAL_MS)).isFalse();

    nowMs.addAndGet(90_000 - 1);
    assertThat(rounds.takeDue(INTERVAL_MS)).as("a tenth early at most").isFalse();

    nowMs.addAndGet(10_001);
    assertThat(rounds.takeDue(INTERVAL_MS)).isTrue();
    assertThat(rounds.takeDue(INTERVAL_MS)).isFalse();
  }

  @Test
  void shouldNotComeAtTheSameIntervalEachTime() {
    assertThat(interval()).isNotEqualTo(interval());
  }

  private long interval() {
    rounds.takeDue(INTERVAL_MS);
    long startMs = nowMs.get();
    while (!rounds.takeDue(INTERVAL_MS)) {
      nowMs.addAndGet(1);
    }
    return nowMs.get() - startMs;
  }

  @Test
  void shouldCompareAtOnceWhenAskedTo() {
    rounds.takeDue(INTERVAL_MS);

    rounds.ask();

    assertThat(rounds.takeDue(INTERVAL_MS)).isTrue();
    assertThat(rounds.takeDue(INTERVAL_MS)).as("once").isFalse();
  }

  @Test
  void shouldTellWhatItHasFoundNoLongerThanAnIntervalOnceAnotherInstanceCompares() {
    assertThat(rounds.mine(true)).isTrue();
    rounds.takeDue(INTERVAL_MS);
    conditions.set("sync ACLs", "3 changes of ACLs could not be made");
    conditions.set("topic orders", "something else");

    assertThat(rounds.mine(false)).isFalse();
    assertThat(conditions.all()).hasSize(2);
    nowMs.addAndGet(INTERVAL_MS);
    assertThat(rounds.mine(false)).isFalse();

    assertThat(conditions.all()).containsExactly("something else");
    assertThat(rounds.status()).isEqualTo(SyncStatus.NOT_YET);
  }

  /** With several instances behind one address, the one that is asked mostly does not lead. */
  @Test
  void shouldCompareOnDemandThoughAnotherInstanceLeads() {
    rounds.takeDue(INTERVAL_MS);
    rounds.ask();
    assertThat(rounds.mine(false)).as("that is the leader's").isFalse();

    rounds.demand();

    assertThat(rounds.mine(false)).isTrue();
    assertThat(rounds.takeDue(INTERVAL_MS)).isTrue();
    assertThat(rounds.mine(false)).as("once").isFalse();
  }

  @Test
  void shouldSayOnceWhatIsMissingForMany() {
    List<FlowSync.Applied> applied =
        List.of(
            new FlowSync.Applied(set("a"), new Outcome.Done("a", "")),
            new FlowSync.Applied(set("b"), new Outcome.Refused("b", "no ALTER_CONFIGS on b")),
            new FlowSync.Applied(set("c"), new Outcome.Postponed("c", "no answer")));

    assertThat(SyncRounds.failures(applied).values())
        .containsExactly(
            "2 changes of configs could not be made; the first: no ALTER_CONFIGS on b");
    assertThat(SyncRounds.failures(applied.subList(0, 1))).isEmpty();
  }

  @Test
  void shouldLogAChangeInOneLineWhateverTheValue() {
    SetConfig hostile =
        new SetConfig("a", "k", "x\n2026 WARN flow=nyc->lon forged\u001b[2J", "y", "test");

    assertThat(SyncRounds.line(hostile))
        .isEqualTo("set a k=x 2026 WARN flow=nyc->lon forged [2J, was y (test)");
  }

  private static SetConfig set(String topic) {
    return new SetConfig(topic, "retention.ms", "1", "2", "test");
  }
}
