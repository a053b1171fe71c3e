package io.crosstide.cli;

import java.util.Locale;

/** Bytes and times, short enough to be read at a glance. */
final class Amount {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Amount() {}

  /** As {@code 1.2 GB}; {@code ?} for less than nothing, which stands for what is not known. */
  static String bytes(long bytes) {
    if (bytes < 0) {
      return "?";
    }
    double left = bytes;
    int unit = 0;
    while (left >= 1_000 && unit < UNITS.length - 1) {
      left /= 1_000;
      unit++;
    }
    String format = unit == 0 || left == Math.rint(left) ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, format, left, UNITS[unit]);
  }

  /** As {@code 24 s}, {@code 3 min}, {@code 5 h 20 min} or {@code 3 d 4 h}. */
  static String time(long seconds) {
    if (seconds < 2 * MINUTE) {
      return seconds + " s";
    }
    if (seconds < 2 * HOUR) {
      return Math.ceilDiv(seconds, MINUTE) + " min";
    }
    return seconds < 2 * DAY
        ? "%d h %d min".formatted(seconds / HOUR, seconds % HOUR / MINUTE)
        : "%d d %d h".formatted(seconds / DAY, seconds % DAY / HOUR);
  }
}
