package io.crosstide.flow;

import io.crosstide.git.Candidate;
import io.crosstide.git.Candidate.Refusal;
import io.crosstide.git.LastGoodRevision;
import io.crosstide.git.Revision;
import io.crosstide.git.TopologySource;
import io.crosstide.git.UnreadableTopologyException;
import io.crosstide.status.Printable;
import io.crosstide.status.Snapshot;
import io.crosstide.status.StatusSource;
import io.crosstide.status.TopologyStatus;
import io.crosstide.topology.Flow;
import io.crosstide.topology.Problem;
import io.crosstide.topology.ReadResult;
import io.crosstide.topology.Topology;
import io.crosstide.topology.TopologyReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Looks for newer revisions of the topology and has the engine go over to them. What can't be used
 * is refused, and the one before goes on. Also looks for secrets that were rotated on disk.
 */
public final class TopologyFollower implements StatusSource, AutoCloseable {
  /** How often it is looked for secrets that were rotated, milliseconds. */
  static final long SECRETS_MS = 5_000;

  /** Before a revision is tried again that would cut a flow off, milliseconds. */
  static final long RETRY_MS = 30_000;

  /**
   * Looks are spread by up to this share of the interval, so that many instances don't look at
   * once.
   */
  private static final double JITTER = 0.2;

  /** Of a revision that can't be used, so many problems are told: the first explain the rest. */
  private static final int MAX_PROBLEMS = 5;

  private static final Logger LOG = Logger.getLogger(TopologyFollower.class);

  /**
   * What is followed, and how.
   *
   * @param served the flows of this process
   * @param lastGood keeps what was taken up, when given
   * @param interval between two looks, at least 100 ms
   */
  public record Settings(
      TopologySource source,
      ServedFlows served,
      Optional<LastGoodRevision> lastGood,
      Duration interval) {
    public Settings {
      if (interval.toMillis() < 100) {
        throw new IllegalArgumentException("an interval of " + interval + " is below 100 ms");
      }
    }
  }

  private final Engine engine;
  private final Settings settings;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final RevisionPlan plan;
  private final Thread thread;
  private final Semaphore wakeUps = new Semaphore(0);
  private volatile TopologyStatus status;
  private volatile boolean stopped;
  private volatile boolean asked;
  private long nextLookMs;
  private long nextSecretsMs = nowMs() + SECRETS_MS;

  private Rejected rejected = new Rejected("", "", 0);

  /** A revision that is not tried again before then, milliseconds. */
  private record Rejected(String revision, String reason, long untilMs) {}

  /**
   * @param begun the revision that the engine runs
   */
  public TopologyFollower(
      Engine engine,
      Settings settings,
      TopologyStatus begun,
      InstantSource clock,
      RandomGenerator random) {
    this.engine = engine;
    this.settings = settings;
    this.status = begun;
    this.clock = clock;
    this.random = random;
    this.plan = new RevisionPlan(settings.served(), engine::plan, RevisionPlan.LOOK);
    this.thread = new Thread(this::run, "crosstide-topology");
    thread.setDaemon(true);
    nextLookMs = nowMs() + intervalMs();
  }

  public void start() {
    thread.start();
  }

  /** Looks at once, without waiting for the interval. Any thread. */
  public void refresh() {
    asked = true;
    wakeUps.release();
  }

  @Override
  public Snapshot snapshot() {
    return engine.snapshot().with(status);
  }

  private void run() {
    while (!stopped) {
      try {
        if (asked || nowMs() >= nextLookMs) {
          asked = false;
          look();
          nextLookMs = nowMs() + intervalMs();
        }
        if (nowMs() >= nextSecretsMs) {
          engine.renewSecrets();
          nextSecretsMs = nowMs() + SECRETS_MS;
        }
      } catch (RuntimeException e) {
        LOG.error("following the topology failed, it is tried again", e);
        nextLookMs = nowMs() + intervalMs();
      }
      rest();
    }
  }

  private void rest() {
    try {
      long restMs = Math.max(0, Math.min(nextLookMs, nextSecretsMs) - nowMs());
      if (wakeUps.tryAcquire(restMs, TimeUnit.MILLISECONDS)) {
        wakeUps.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }

  private long intervalMs() {
    long ms = settings.interval().toMillis();
    return ms + (long) (ms * JITTER * (random.nextDouble() - 0.5));
  }

  private static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private void look() {
    Candidate found;
    try {
      found = settings.source().newest();
    } catch (UnreadableTopologyException e) {
      if (status.unreadable().isEmpty()) {
        LOG.warnf(
            "revision=%s goes on: the topology can't be looked at: %s",
            status.revision(), Printable.of(String.valueOf(e.getMessage())));
      }
      status = status.unreadable(e.getMessage());
      return;
    }
    if (!status.unreadable().isEmpty()) {
      LOG.infof("revision=%s the topology can be looked at again", status.revision());
    }
    if (found.id().equals(status.revision())) {
      status = status.confirmed(clock.instant());
      return;
    }
    switch (found) {
      case Refusal refusal -> refuse(refusal.id(), refusal.reason());
      case Revision revision -> offered(revision);
    }
  }

  private void offered(Revision revision) {
    if (revision.id().equals(rejected.revision()) && nowMs() < rejected.untilMs()) {
      refuse(rejected.revision(), rejected.reason());
      return;
    }
    ReadResult read = TopologyReader.read(revision.name(), revision.text());
    List<Flow> flows = read.topology().map(settings.served()::of).orElse(List.of());
    if (flows.isEmpty()) {
      String reason =
          read.topology().isPresent()
              ? "it has no flow " + settings.served().name().orElse("at all")
              : told(read.problems());
      reject(new Rejected(revision.id(), reason, Long.MAX_VALUE));
      return;
    }
    take(revision, read.topology().orElseThrow(), flows);
  }

  private void take(Revision revision, Topology topology, List<Flow> flows) {
    List<String> changes = plan.of(engine.topology(), topology);
    if (stopped) {
      return;
    }
    if (!revision.id().equals(rejected.revision())) {
      changes.forEach(change -> LOG.infof("revision=%s plan: %s", revision.id(), change));
    }
    List<String> objections = engine.take(topology, flows);
    if (!objections.isEmpty()) {
      reject(new Rejected(revision.id(), String.join("; ", objections), nowMs() + RETRY_MS));
      return;
    }
    LOG.infof("revision=%s is taken up after %s", revision.id(), status.revision());
    status = status.taken(revision.id(), changes, clock.instant());
    keep(settings.lastGood(), revision);
  }

  /** Writes a good revision down, where that is wanted; that it can't be is logged. */
  public static void keep(Optional<LastGoodRevision> lastGood, Revision revision) {
    lastGood.ifPresent(
        store -> {
          try {
            store.keep(revision);
          } catch (IOException e) {
            LOG.warnf("revision=%s can't be kept in %s: %s", revision.id(), store, e);
          }
        });
  }

  private void reject(Rejected rejection) {
    rejected = rejection;
    refuse(rejection.revision(), rejection.reason());
  }

  private void refuse(String revision, String reason) {
    Instant now = clock.instant();
    TopologyStatus next = status.refused(revision, reason, now);
    boolean known = status.refused().equals(next.refused());
    status = next;
    if (!known) {
      LOG.warnf(
          "revision=%s is refused, %s goes on: %s",
          revision, next.revision(), Printable.of(reason));
    }
  }

  /** The first errors of a revision, in one line. */
  public static String told(List<Problem> problems) {
    List<Problem> errors =
        problems.stream().filter(p -> p.severity() == Problem.Severity.ERROR).toList();
    String first =
        errors.stream()
            .limit(MAX_PROBLEMS)
            .map(problem -> problem.format().replaceAll("\\s*\\R\\s*", ", "))
            .collect(Collectors.joining("; "));
    return errors.size() > MAX_PROBLEMS
        ? first + "; and " + (errors.size() - MAX_PROBLEMS) + " more"
        : first;
  }

  /** Stops looking. The engine goes on. */
  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
