package io.crosstide.cli;

/** A number of things. */
final class Counted {
  private Counted() {}

  /** As {@code 1 flow}, {@code 2 flows}. */
  static String of(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
