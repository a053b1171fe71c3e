package io.crosstide.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a JVM allocated, from its log of collections ({@link #option}): what each collection found
 * in the heap beyond what the one before had left. Exact to one young generation.
 */
final class GcLog {
  private static final Pattern PAUSE =
      Pattern.compile("^\\[(\\d+[.,]\\d+)s\\].* Pause .* (\\d+)([KMG])->(\\d+)([KMG])\\(");

  private GcLog() {}

  /** The JVM option that writes such a log. */
  static String option(Path file) {
    return "-Xlog:gc:file=" + file + ":uptime:filecount=0";
  }

  /** MB of 10^6 bytes allocated between two moments, in seconds since the JVM's start. */
  static double allocatedMb(Path file, double from, double to) throws IOException {
    return allocatedMb(Files.readString(file, StandardCharsets.UTF_8), from, to);
  }

  static double allocatedMb(String log, double from, double to) {
    double allocated = 0;
    double left = -1;
    for (String line : log.lines().toList()) {
      Matcher pause = PAUSE.matcher(line);
      if (!pause.find()) {
        continue;
      }
      double at = Double.parseDouble(pause.group(1).replace(',', '.'));
      if (at > from && at <= to && left >= 0) {
        allocated += Math.max(0, megabytes(pause.group(2), pause.group(3)) - left);
      }
      left = megabytes(pause.group(4), pause.group(5));
    }
    return allocated;
  }

  private static double megabytes(String number, String unit) {
    return Long.parseLong(number)
        * switch (unit) {
          case "K" -> 1_024 / 1e6;
          case "M" -> 1_048_576 / 1e6;
          default -> 1_073_741_824 / 1e6;
        };
  }
}
