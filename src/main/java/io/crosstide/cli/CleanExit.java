package io.crosstide.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A process told to stop by a signal exits with 0 once it is done: left alone, a JVM reports 128
 * plus the signal however cleanly it stopped, and keeps nobody waiting for its other threads.
 */
final class CleanExit {
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Duration atMost;
  private final Thread hook;
  private volatile boolean asked;
  private volatile int code = Commands.FAILED;

  private CleanExit(Duration atMost) {
    this.atMost = atMost;
    this.hook = new Thread(this::awaitFinish, "crosstide-exit");
  }

  /**
   * From now on a signal waits for {@link #finish}.
   *
   * @param atMost how long; then the process exits as it stands, with 1
   */
  static CleanExit install(Duration atMost) {
    CleanExit exit = new CleanExit(atMost);
    Runtime.getRuntime().addShutdownHook(exit.hook);
    return exit;
  }

  /** Whether the process was told to stop. */
  boolean asked() {
    return asked;
  }

  /** All is done: the process may exit, with this code if a signal is the reason. */
  void finish(int exitCode) {
    code = exitCode;
    finished.countDown();
    if (!asked) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException signalledJustNow) {
        // The hook runs, finds the latch open and exits at once.
        return;
      }
    }
  }

  private void awaitFinish() {
    asked = true;
    try {
      if (!finished.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("crosstide: not stopped within " + atMost.toSeconds() + " s, cut short");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(code);
  }
}
