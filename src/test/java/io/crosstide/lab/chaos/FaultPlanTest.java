package io.crosstide.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.lab.chaos.Fault.Kind;
import io.crosstide.lab.chaos.Fault.Track;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultPlanTest {
  private static final Duration SESSION = Duration.ofSeconds(10);
  private static final int MANY = 500;

  @ParameterizedTest
  @EnumSource
  void shouldReplayWithTheSameSeed(Track track) {
    assertThat(faults(7, track)).isEqualTo(faults(7, track)).isNotEqualTo(faults(8, track));
  }

  @Test
  void shouldDoEveryKindOfFault() {
    Set<Kind> kinds =
        Arrays.stream(Track.values())
            .flatMap(track -> faults(1, track).stream())
            .map(Fault::kind)
            .collect(Collectors.toSet());

    // The rolling restart is no fault of a track: it comes once, when all tracks wait.
    assertThat(kinds).isEqualTo(EnumSet.complementOf(EnumSet.of(Kind.ROLLING_RESTART)));
  }

  @Test
  void shouldFreezeInstancesForLongerThanTheirSession() {
    assertThat(faults(1, Track.INSTANCES))
        .filteredOn(fault -> fault.kind() == Kind.INSTANCE_FREEZE)
        .isNotEmpty()
        .allMatch(fault -> fault.hold().compareTo(SESSION) > 0);
  }

  @ParameterizedTest
  @EnumSource(names = {"SOURCE_BROKERS", "TARGET_BROKERS"})
  void shouldNeverHitMoreThanOneBrokerAtOnce(Track track) {
    assertThat(faults(1, track)).allMatch(fault -> fault.victim() >= 0 && fault.victim() < 3);
  }

  private static List<Fault> faults(long seed, Track track) {
    FaultPlan plan = new FaultPlan(seed, track, 3, 3, SESSION);
    return Stream.generate(plan::next).limit(MANY).toList();
  }
}
