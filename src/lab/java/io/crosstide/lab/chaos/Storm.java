package io.crosstide.lab.chaos;

import io.crosstide.lab.ProcessCluster;
import io.crosstide.lab.chaos.Fault.Track;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Faults on four tracks at the same time, and a rolling restart of everything in between, for which
 * the tracks wait. A cluster has all its replicas in sync before its next broker suffers, so that
 * nothing acknowledged can be lost by the brokers themselves.
 */
final class Storm {
  private static final Duration IN_SYNC = Duration.ofSeconds(90);

  private final Arena arena;
  private final Fleet fleet;
  private final Havoc havoc;
  private final Journal journal;
  private final long seed;
  private final ReadWriteLock gate = new ReentrantReadWriteLock(true);
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

  Storm(Arena arena, Fleet fleet, Journal journal, long seed) {
    this.arena = arena;
    this.fleet = fleet;
    this.havoc = new Havoc(arena, fleet);
    this.journal = journal;
    this.seed = seed;
  }

  /**
   * Blows for this long, and returns when every fault is undone.
   *
   * @throws IllegalStateException when a broker did not come back: nothing is proved then
   */
  void blow(Duration length) {
    List<Thread> threads = new ArrayList<>();
    for (Track track : Track.values()) {
      threads.add(
          Thread.ofPlatform().daemon().name("chaos-" + track).start(() -> follow(track)));
    }
    pause(length.dividedBy(2));
    rollingRestart();
    pause(length.minusMillis(journal.elapsedMs()));
    over.countDown();
    for (Thread thread : threads) {
      join(thread);
    }
    if (failure.get() != null) {
      throw new IllegalStateException("the storm broke down", failure.get());
    }
  }

  private void follow(Track track) {
    FaultPlan plan = new FaultPlan(seed, track, fleet.size(), Arena.BROKERS, Arena.SESSION);
    try (Health source = new Health(arena.source());
        Health target = new Health(arena.target())) {
      Fault fault = plan.next();
      while (!pause(fault.gap())) {
        gate.readLock().lock();
        try {
          inflict(fault);
          switch (track) {
            case SOURCE_BROKERS -> require(source, Contender.SOURCE);
            case TARGET_BROKERS -> require(target, Contender.TARGET);
            case INSTANCES, LINKS -> {
              // They are whole as soon as the fault is undone.
            }
          }
        } finally {
          gate.readLock().unlock();
        }
        fault = plan.next();
      }
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
      over.countDown();
    }
  }

  private void inflict(Fault fault) {
    if (over.getCount() == 0) {
      return;
    }
    long began = journal.elapsedMs();
    havoc.begin(fault);
    pause(fault.hold());
    havoc.end(fault);
    journal.done(fault.kind(), fault.where(), began);
  }

  private void rollingRestart() {
    gate.writeLock().lock();
    try {
      long began = journal.elapsedMs();
      CompletableFuture.allOf(
              CompletableFuture.runAsync(() -> roll(arena.source(), Contender.SOURCE)),
              CompletableFuture.runAsync(() -> roll(arena.target(), Contender.TARGET)),
              CompletableFuture.runAsync(this::rollInstances))
          .join();
      journal.done(Fault.Kind.ROLLING_RESTART, "all", began);
    } finally {
      gate.writeLock().unlock();
    }
  }

  private static void roll(ProcessCluster cluster, String name) {
    try (Health health = new Health(cluster)) {
      for (int number = 0; number < cluster.size(); number++) {
        require(health, name);
        cluster.broker(number).stop();
        cluster.broker(number).start();
      }
      require(health, name);
    }
  }

  private void rollInstances() {
    for (int number = 0; number < fleet.size(); number++) {
      fleet.stop(number);
      fleet.start(number);
      pause(Duration.ofSeconds(3));
    }
  }

  private static void require(Health health, String cluster) {
    if (!health.awaitInSync(IN_SYNC)) {
      throw new IllegalStateException(
          "replicas of " + cluster + " not in sync after " + IN_SYNC.toSeconds() + " s");
    }
  }

  /** True when the storm is over meanwhile. */
  private boolean pause(Duration time) {
    try {
      return over.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(IN_SYNC.multipliedBy(2).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
