package io.crosstide.lab.chaos;

import io.crosstide.lab.TrafficSpec;
import io.crosstide.lab.TrafficTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The source's applications: three that write plainly, each in another way, and a transactional one. */
final class SteadyTraffic implements AutoCloseable {
  private static final long END_SECONDS = 180;

  private static final List<Map<String, Object>> STYLES =
      List.of(
          Map.of("compression.type", "none", "batch.size", 200, "linger.ms", 0),
          Map.of("compression.type", "lz4", "batch.size", 65_536, "linger.ms", 10),
          Map.of("compression.type", "zstd", "batch.size", 262_144, "linger.ms", 50));

  private final Acknowledged acknowledged = new Acknowledged();
  private final List<Writer> writers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * @param recordsPerSecond of all writers together
   */
  SteadyTraffic(String bootstrap, List<TrafficTopic> topics, long seed, int recordsPerSecond) {
    int pace = Math.max(1, recordsPerSecond / (STYLES.size() + 1));
    for (Map<String, Object> style : STYLES) {
      TrafficSpec spec = spec(topics, seed, pace);
      writers.add(new PlainWriter(spec, settings(bootstrap, style), acknowledged));
    }
    Map<String, Object> transactional = settings(bootstrap, Map.of("compression.type", "lz4"));
    transactional.put("transactional.id", "chaos-writer");
    // What a producer has left open when it is replaced, or for good, must not stop readers long.
    transactional.put("transaction.timeout.ms", 15_000);
    writers.add(new TransactionalWriter(spec(topics, seed, pace), transactional, acknowledged));
  }

  private TrafficSpec spec(List<TrafficTopic> topics, long seed, int pace) {
    int number = writers.size();
    return new TrafficSpec("writer-" + number, topics, seed + number, TrafficSpec.ENDLESS, pace);
  }

  private static Map<String, Object> settings(String bootstrap, Map<String, Object> style) {
    Map<String, Object> settings = new HashMap<>(style);
    settings.put("bootstrap.servers", bootstrap);
    return settings;
  }

  void start() {
    writers.forEach(
        writer -> threads.add(Thread.ofPlatform().daemon().name("chaos-writer").start(writer)));
  }

  Acknowledged acknowledged() {
    return acknowledged;
  }

  /** Returns when every record is acknowledged or given up. */
  @Override
  public void close() {
    writers.forEach(Writer::stop);
    try {
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
