package io.crosstide.lab.demo;

import io.crosstide.lab.Traffic;
import io.crosstide.lab.TrafficSpec;
import io.crosstide.lab.TrafficTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Traffic into every cluster that has topics of its own, each in a thread. */
final class DemoTraffic implements AutoCloseable {
  private static final long STOP_TIMEOUT_SECONDS = 10;

  private final List<Traffic> traffic = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private volatile boolean stopping;

  /**
   * @param records per cluster, or {@link TrafficSpec#ENDLESS}
   * @param perSecond per cluster; 0: as fast as it goes
   */
  DemoTraffic(
      DemoClusters clusters,
      Map<String, List<TrafficTopic>> topics,
      long seed,
      long records,
      int perSecond) {
    topics.forEach(
        (alias, list) -> {
          // Each cluster's records differ, and stay the same from run to run.
          TrafficSpec spec =
              new TrafficSpec(alias, list, seed + alias.hashCode(), records, perSecond);
          traffic.add(new Traffic(clusters.cluster(alias).bootstrap(), spec));
        });
  }

  void start() {
    for (Traffic one : traffic) {
      threads.add(Thread.ofPlatform().daemon().name("traffic").start(() -> run(one)));
    }
  }

  private void run(Traffic one) {
    try {
      one.run();
    } catch (RuntimeException e) {
      if (!stopping) {
        failure.compareAndSet(null, e);
      }
    }
  }

  /** Whether all records are sent. */
  boolean done() {
    return threads.stream().noneMatch(Thread::isAlive);
  }

  /** Records sent so far, over all clusters, that readers of committed data see. */
  long visible() {
    return traffic.stream().mapToLong(Traffic::visible).sum();
  }

  /**
   * @throws DemoFailedException when a producer failed
   */
  void throwFailure() {
    RuntimeException cause = failure.get();
    if (cause != null) {
      throw new DemoFailedException(cause.getMessage() + ": " + cause.getCause(), cause);
    }
  }

  @Override
  public void close() {
    stopping = true;
    traffic.forEach(Traffic::stop);
    try {
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(STOP_TIMEOUT_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    traffic.forEach(Traffic::close);
  }
}
