package io.crosstide.lab.chaos;

import io.crosstide.lab.ChildProcess;
import io.crosstide.lab.ContentAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** One run of one contender, from empty clusters to the account of every record. */
final class ChaosRun {
  private static final Duration FIRST_RECORDS = Duration.ofSeconds(180);
  private static final long ENOUGH_TO_BEGIN = 1_000;

  private final ChaosOptions options;
  private final Contender contender;
  private final Consumer<String> say;
  private final Instant startedAt = Instant.now();

  ChaosRun(ChaosOptions options, Contender contender, Consumer<String> say) {
    this.options = options;
    this.contender = contender;
    this.say = say;
  }

  /**
   * @throws IllegalStateException when brokers or mirror never came up, so that nothing is proved
   */
  ChaosReport run() {
    say.accept("starting two clusters of " + Arena.BROKERS + " brokers");
    try (Arena arena = Arena.start(options.instances());
        Fleet fleet = new Fleet(instances(arena), say);
        ArrivalWatch watch = watch(arena);
        SteadyTraffic traffic =
            new SteadyTraffic(
                arena.source().bootstrap(), Arena.TOPICS, options.seed(), options.rate())) {
      say.accept("starting " + options.instances() + " instances of " + contender.name());
      fleet.start();
      traffic.start();
      awaitFirstRecords(watch.clock());
      Journal journal = new Journal(say);
      watch.clock().restart(ArrivalWatch.nowMs());
      new Storm(arena, fleet, journal, options.seed()).blow(options.length());
      say.accept("the storm is over; writers end, the mirror catches up");
      long calmMs = ArrivalWatch.nowMs();
      traffic.close();
      Calm calm = new Calm(arena, fleet, watch.clock(), say);
      long caughtUpMs = calm.awaitArrival() ? ArrivalWatch.nowMs() - calmMs : -1;
      return report(arena, fleet, watch.clock(), traffic, journal, calm, caughtUpMs);
    }
  }

  private List<ChildProcess> instances(Arena arena) {
    List<ChildProcess> processes = new ArrayList<>();
    for (int number = 0; number < options.instances(); number++) {
      Path directory = options.directory(contender.name()).resolve("instance-" + number);
      try {
        Files.createDirectories(directory);
        Files.deleteIfExists(directory.resolve("mirror.log"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      processes.add(contender.instance(number, arena.route(number), directory));
    }
    return processes;
  }

  private static ArrivalWatch watch(Arena arena) {
    return new ArrivalWatch(
        new StallClock(),
        arena.source().bootstrap(),
        Arena.sourcePartitions(),
        arena.target().bootstrap(),
        Arena.targetPartitions());
  }

  private static void awaitFirstRecords(StallClock clock) {
    long deadline = System.nanoTime() + FIRST_RECORDS.toNanos();
    while (clock.arrived() < ENOUGH_TO_BEGIN) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "only %d records arrived within %d s of a start without any fault"
                .formatted(clock.arrived(), FIRST_RECORDS.toSeconds()));
      }
      Calm.nap();
    }
  }

  private ChaosReport report(
      Arena arena,
      Fleet fleet,
      StallClock clock,
      SteadyTraffic traffic,
      Journal journal,
      Calm calm,
      long caughtUpMs) {
    long flowStallMs = clock.flowMs(ArrivalWatch.nowMs());
    long sinceFaults = ArrivalWatch.nowMs() - journal.elapsedMs();
    if (options.spoil()) {
      Spoiler.doubleOneRecord(arena.target().bootstrap(), Arena.targetPartitions());
    }
    say.accept("comparing every record");
    return new ChaosReport(
        contender.name(),
        contender.settings(),
        startedAt,
        options.seed(),
        options.length().toMinutes(),
        options.instances(),
        journal.counts(),
        fleet.endedByThemselves(),
        calm.restartedByHand(),
        caughtUpMs,
        flowStallMs,
        clock.flowEndedMs() - sinceFaults,
        clock.laneMs(ArrivalWatch.nowMs()),
        traffic.acknowledged().records(),
        traffic.acknowledged().unknown(),
        traffic.acknowledged().aborted(),
        account(arena, traffic.acknowledged()),
        journal.entries());
  }

  private static ContentAccount account(Arena arena, Acknowledged acknowledged) {
    ContentAccount sum = ContentAccount.NONE;
    for (TopicPartition source : Arena.sourcePartitions()) {
      sum =
          sum.plus(
              ContentAccount.of(
                  arena.source().bootstrap(),
                  source,
                  arena.target().bootstrap(),
                  new TopicPartition(Route.targetTopic(source.topic()), source.partition()),
                  acknowledged.of(source)));
    }
    return sum;
  }
}
