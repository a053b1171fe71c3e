package io.crosstide.mirror;

import org.junit.jupiter.api.Test;

/**
 * The real loop, lanes and record path over fake clusters, in virtual time. {@code -Dsim.seeds=N}
 * runs more seeds than the suite does, {@code -Dsim.seed=S} replays one.
 */
class MirrorSimulationTest {
  private static final int SEEDS = Integer.getInteger("sim.seeds", 400);
  private static final long ONLY = Long.getLong("sim.seed", -1);

  @Test
  void shouldMirrorEachRecordOnceWhateverHappens() {
    if (ONLY >= 0) {
      run(ONLY);
      return;
    }
    for (long seed = 0; seed < SEEDS; seed++) {
      run(seed);
    }
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
