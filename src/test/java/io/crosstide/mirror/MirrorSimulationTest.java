package io.crosstide.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/**
 * The real loop, lanes and record path over fake clusters, in virtual time. {@code -Dsim.seeds=N}
 * runs more seeds than the suite does, from {@code -Dsim.from=S} on, and names all that fail;
 * {@code -Dsim.seed=S} replays one.
 */
class MirrorSimulationTest {
  private static final int SEEDS = Integer.getInteger("sim.seeds", 400);
  private static final long FROM = Long.getLong("sim.from", 0);
  private static final long ONLY = Long.getLong("sim.seed", -1);
  private static final int MAX_FAILURES = 20;

  @Test
  void shouldMirrorEachRecordOnceWhateverHappens() {
    if (ONLY >= 0) {
      run(ONLY);
      return;
    }
    var failures = new ArrayList<AssertionError>();
    for (long seed = FROM; seed < FROM + SEEDS && failures.size() < MAX_FAILURES; seed++) {
      try {
        run(seed);
      } catch (AssertionError e) {
        failures.add(e);
      }
    }
    assertThat(failures).isEmpty();
  }

  static Simulation run(long seed) {
    try {
      var simulation = new Simulation(seed);
      simulation.run();
      return simulation;
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("replay with -Dsim.seed=" + seed + ": " + e.getMessage(), e);
    }
  }
}
