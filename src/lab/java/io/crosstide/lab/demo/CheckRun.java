package io.crosstide.lab.demo;

import io.crosstide.lab.ContentCheck;
import io.crosstide.lab.ContentCheck.Origins;
import io.crosstide.lab.Differences;
import io.crosstide.status.Snapshot;
import io.crosstide.topology.Flow;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A fixed number of records, a wait until all have arrived, and a comparison of every one. */
final class CheckRun {
  private static final long POLL_MS = 100;
  private static final long STALL_TIMEOUT_SECONDS = 90;
  private static final double MEGA = 1e6;

  /** One round more than it seems to need: a chain's second hop sees its topics a round late. */
  private static final int ROUNDS_WITHOUT_LAG = 2;

  private final Stage stage;
  private final PrintStream out;
  private boolean killed;

  CheckRun(Stage stage, PrintStream out) {
    this.stage = stage;
    this.out = out;
  }

  /** True when nothing is missing, doubled, reordered, altered or unexpected. */
  boolean run() {
    long start = System.nanoTime();
    DemoTraffic traffic = stage.startTraffic(stage.options().records());
    send(traffic);
    awaitArrival();
    double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
    out.println("mirrored; comparing every record");
    Differences found = compare();
    found.examples().forEach(words -> out.println("  " + words));
    double megabytes = found.bytes() / MEGA;
    out.println(
        String.format(
            Locale.ROOT,
            "records %d, %.1f MB, %.1f s, %.2f MB/s, flows %d, %s: %s",
            found.matched(),
            megabytes,
            seconds,
            megabytes / seconds,
            stage.topology().flows().size(),
            found.figures(),
            found.none() && found.matched() > 0 ? "good" : "NOT GOOD"));
    return found.none() && found.matched() > 0;
  }

  private void send(DemoTraffic traffic) {
    long half = stage.options().records() * stage.topics().size() / 2;
    while (!traffic.done()) {
      pauseOrFail();
      if (stage.options().kill() && !killed && traffic.visible() >= half) {
        killOnce();
      }
    }
    if (stage.options().kill() && !killed) {
      killOnce();
    }
    stage.throwFailure();
  }

  /** In the middle of copying: once some records are across, whoever is first. */
  private void killOnce() {
    boolean copying =
        stage.status().fetch().stream()
            .flatMap(snapshot -> snapshot.flows().stream())
            .anyMatch(flow -> flow.records() > 0);
    if (copying) {
      killed = true;
      stage.mirror().kill();
      out.println("killed the mirror (kill -9); starting it again");
      stage.mirror().start();
    }
  }

  private void awaitArrival() {
    SourceEnds ends = new SourceEnds(stage.clusters(), stage.topology().flows());
    long lastProgress = Long.MIN_VALUE;
    long stalledSince = System.nanoTime();
    int rounds = 0;
    List<String> behind = List.of("no status yet");
    while (rounds < ROUNDS_WITHOUT_LAG) {
      pauseOrFail();
      if (stage.options().kill() && !killed) {
        killOnce();
      }
      Optional<Snapshot> snapshot = stage.status().fetch();
      if (snapshot.isPresent()) {
        behind = CatchUp.behind(ends.ask(), snapshot.get());
        rounds = behind.isEmpty() && killed == stage.options().kill() ? rounds + 1 : 0;
        long progress = CatchUp.progress(snapshot.get());
        if (progress != lastProgress) {
          lastProgress = progress;
          stalledSince = System.nanoTime();
        }
      }
      if (System.nanoTime() - stalledSince > TimeUnit.SECONDS.toNanos(STALL_TIMEOUT_SECONDS)) {
        throw new DemoFailedException(
            "nothing moved for %d s, and not all has arrived:%n%s%nThe mirror: %s"
                .formatted(STALL_TIMEOUT_SECONDS, CatchUp.words(behind), stage.mirror().lastWords()));
      }
    }
  }

  private void pauseOrFail() {
    if (stage.pause(POLL_MS)) {
      throw new DemoFailedException("stopped");
    }
    stage.throwFailure();
  }

  private Differences compare() {
    SourceEnds ends = new SourceEnds(stage.clusters(), stage.topology().flows());
    Differences all = Differences.NONE;
    for (Flow flow : stage.topology().flows()) {
      String source = flow.source().alias();
      String target = flow.target().alias();
      ContentCheck check =
          ContentCheck.between(
              stage.clusters().cluster(source).bootstrap(),
              stage.clusters().cluster(target).bootstrap());
      // Under one name a topic holds records of several clusters; a flow owes what its source's
      // applications wrote, or, when it forwards, all that does not come from the target itself.
      Origins owed = flow.forward() ? Origins.allBut(target) : Origins.only(source);
      for (String topic : ends.topics(flow)) {
        String targetTopic = flow.plan(topic).orElseThrow().targetTopic();
        all = all.plus(check.check(topic, targetTopic, owed));
      }
    }
    return all;
  }
}
