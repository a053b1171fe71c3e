package io.crosstide.lab.demo;

import java.nio.file.Path;

/**
 * What the person at the terminal asked for.
 *
 * @param topology the file to bring to life
 * @param check a bounded run that compares source and target
 * @param kill in a check: kill -9 the mirror once, in the middle, and start it again
 * @param records in a check: how many per cluster
 * @param port first HTTP port to try
 * @param rate records per second and cluster; 0: as fast as it goes
 * @param seed of the traffic
 * @param seconds how long to show; 0: until stopped
 */
record DemoOptions(
    Path topology,
    boolean check,
    boolean kill,
    long records,
    int port,
    int rate,
    long seed,
    int seconds) {
  DemoOptions {
    if (records < 1) {
      throw new IllegalArgumentException("--records is at least 1, not " + records);
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("--port is 1 to 65535, not " + port);
    }
    if (rate < 0 || seconds < 0) {
      throw new IllegalArgumentException("--rate and --seconds are not negative");
    }
  }
}
