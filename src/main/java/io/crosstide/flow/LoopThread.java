package io.crosstide.flow;

import io.crosstide.mirror.MirrorLoop;
import io.crosstide.mirror.TargetPort;
import io.crosstide.status.LaneStatus;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The thread that drives a flow's lanes and its target connection in turns. */
final class LoopThread {
  /**
   * How long a round may take before the loop counts as stuck: far above a slow network's longest
   * poll.
   */
  static final long STUCK_MS = 30_000;

  /**
   * How old a published status may be; doubled for each 1,000 lanes, so that reporting stays cheap.
   */
  private static final long STATUS_MS = 500;

  /** Pause after a defect in the loop itself, so that it does not spin. */
  private static final long DEFECT_PAUSE_MS = 200;

  private static final Logger LOG = Logger.getLogger(LoopThread.class);

  private final String flow;
  private final MirrorLoop loop;
  private final TargetPort target;
  private final Thread thread;
  private final CountDownLatch drained = new CountDownLatch(1);
  private volatile boolean draining;
  private volatile boolean stopping;
  private volatile long roundAtMs = nowMs();
  private volatile List<LaneStatus> lanes = List.of();
  private long statusAtMs = nowMs() - STATUS_MS;

  LoopThread(String flow, MirrorLoop loop, TargetPort target) {
    this.flow = flow;
    this.loop = loop;
    this.target = target;
    this.thread = new Thread(this::run, "crosstide-loop-" + flow);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Lanes as they were at most a moment ago. */
  List<LaneStatus> lanes() {
    return lanes;
  }

  boolean alive() {
    return thread.isAlive() && nowMs() - roundAtMs < STUCK_MS;
  }

  /** Begins to end every lane. */
  void drain() {
    loop.removeAll();
    loop.order(() -> draining = true);
  }

  /**
   * Waits until what is under way is settled, at most {@code graceMs}, and ends the thread. {@link
   * #drain} comes first.
   */
  void close(long graceMs) throws InterruptedException {
    if (!drained.await(graceMs, TimeUnit.MILLISECONDS)) {
      LOG.warnf(
          "flow=%s batches under way were not answered within %d ms; recovery finds them at the next start",
          flow, graceMs);
    }
    stopping = true;
    target.wakeup();
    thread.join(TimeUnit.SECONDS.toMillis(2));
  }

  private void run() {
    while (!stopping) {
      try {
        round();
      } catch (RuntimeException e) {
        LOG.errorf(e, "flow=%s a round of the mirror loop failed", flow);
        pause();
      }
    }
  }

  private void round() {
    long nowMs = nowMs();
    long sleepMs = loop.runOnce(nowMs);
    publish(nowMs);
    if (draining && loop.laneCount() == 0) {
      drained.countDown();
    }
    target.poll(sleepMs);
    roundAtMs = nowMs();
  }

  private void publish(long nowMs) {
    long interval = STATUS_MS * (1 + loop.laneCount() / 1_000);
    if (nowMs - statusAtMs >= interval) {
      statusAtMs = nowMs;
      lanes = loop.status();
    }
  }

  /** For what the loop times by itself: never goes back, says nothing about the time of day. */
  private static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(DEFECT_PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
