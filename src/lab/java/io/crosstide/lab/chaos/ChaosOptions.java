package io.crosstide.lab.chaos;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What was asked for.
 *
 * @param length how long faults are done
 * @param seed of faults and traffic
 * @param rate records per second
 * @param spoil make a defect in the end, to see it found
 * @param out where reports and logs go
 */
record ChaosOptions(
    Duration length, long seed, int instances, int rate, boolean spoil, Path out) {
  ChaosOptions {
    if (length.isNegative() || length.isZero()) {
      throw new IllegalArgumentException("--minutes is at least 1");
    }
    if (instances < 1 || rate < 1) {
      throw new IllegalArgumentException("--instances and --rate are at least 1");
    }
  }

  /** Of the instances' logs. */
  Path directory(String contender) {
    return out.resolve(contender + "-seed-" + seed);
  }
}
