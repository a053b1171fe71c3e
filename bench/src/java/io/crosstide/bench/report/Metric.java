package io.crosstide.bench.report;

import java.util.Locale;

/**
 * What is measured. MB is 10^6 bytes, GB 10^9, of values as the application wrote them, before
 * compression, so that contenders and codecs can be compared.
 */
public enum Metric {
  /** From first to last record at the target, start-up apart. */
  RECORDS_PER_SECOND("records/s", true),
  MB_PER_SECOND("MB/s", true),
  /**
   * CPU of the mirror's process between first and last record, by the operating system's account.
   */
  CPU_SECONDS_PER_GB("mirror CPU s/GB", false),
  CPU_SECONDS_PER_MILLION("mirror CPU s/million records", false),
  /** CPU of the brokers in the same time. */
  BROKER_CPU_SECONDS_PER_GB("broker CPU s/GB", false),
  /** Highest resident memory of the mirror's process over its whole life. */
  PEAK_RSS_MB("peak RSS MB", false),
  ALLOCATED_MB_PER_SECOND("allocated MB/s", false),
  /** From start of the process to the first record that can be read at the target. */
  FIRST_RECORD_SECONDS("first record s", false),
  /** CPU of the mirror's process in a second without traffic, as a share of one core. */
  IDLE_CPU_PERCENT("idle CPU %", false),
  /** From send at the source to readable at the target, at a steady rate. */
  LATENCY_P50_MS("p50 ms", false),
  LATENCY_P99_MS("p99 ms", false),
  LATENCY_P999_MS("p99.9 ms", false);

  private final String title;
  private final boolean moreIsBetter;

  Metric(String title, boolean moreIsBetter) {
    this.title = title;
    this.moreIsBetter = moreIsBetter;
  }

  public String title() {
    return title;
  }

  /** How other programs know it. */
  public String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean moreIsBetter() {
    return moreIsBetter;
  }
}
