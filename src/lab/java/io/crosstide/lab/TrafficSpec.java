package io.crosstide.lab;

import java.util.List;

/**
 * What traffic one cluster gets.
 *
 * @param origin alias of the cluster, written into each record's {@value #ORIGIN} header
 * @param topics topics that exist; not empty
 * @param seed same seed, same records (but for timestamps that follow the clock)
 * @param records how many records readers of committed data shall see; {@link #ENDLESS}: until
 *     stopped
 * @param recordsPerSecond pace, records of aborted transactions included; 0: as fast as it goes
 */
public record TrafficSpec(
    String origin, List<TrafficTopic> topics, long seed, long records, int recordsPerSecond) {
  /** Header that names the cluster a record was written at by an application. */
  public static final String ORIGIN = "origin";

  /** Header with the record's number, which makes every record unlike all others. */
  public static final String NUMBER = "n";

  public static final long ENDLESS = Long.MAX_VALUE;

  public TrafficSpec {
    topics = List.copyOf(topics);
    if (topics.isEmpty()) {
      throw new IllegalArgumentException("traffic for " + origin + " has no topics");
    }
    if (records < 0 || recordsPerSecond < 0) {
      throw new IllegalArgumentException(
          "records " + records + " or recordsPerSecond " + recordsPerSecond + " is negative");
    }
  }
}
