package io.crosstide.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;

/** What the operating system says a process has used. */
final class ProcessAccount {
  private ProcessAccount() {}

  /** CPU time of all its threads so far, in seconds; 0 for a process that is gone. */
  static double cpuSeconds(long pid) {
    return ProcessHandle.of(pid)
            .flatMap(handle -> handle.info().totalCpuDuration())
            .orElse(Duration.ZERO)
            .toNanos()
        / 1e9;
  }

  /** Highest resident memory so far, in MB of 10^6 bytes; empty where there is no /proc. */
  static OptionalDouble peakRssMb(long pid) {
    try {
      return peakRssMb(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
    } catch (IOException noSuchProcessOrSystem) {
      return OptionalDouble.empty();
    }
  }

  static OptionalDouble peakRssMb(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1_024 / 1e6)
        .findFirst();
  }
}
