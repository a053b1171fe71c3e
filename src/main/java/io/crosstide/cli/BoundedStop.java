package io.crosstide.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Stops flows once, whoever asks first, and waits no longer than the grace period. */
final class BoundedStop {
  private static final Logger LOG = Logger.getLogger(BoundedStop.class);

  private final AutoCloseable flows;
  private final Duration grace;
  private Optional<Boolean> stopped = Optional.empty();

  BoundedStop(AutoCloseable flows, Duration grace) {
    this.flows = flows;
    this.grace = grace;
  }

  /** True when the flows stopped by themselves in time; the same answer to all who ask. */
  synchronized boolean stop() {
    if (stopped.isEmpty()) {
      stopped = Optional.of(stopNow());
    }
    return stopped.get();
  }

  private boolean stopNow() {
    FutureTask<Boolean> closing = new FutureTask<>(this::close);
    Thread stopping = new Thread(closing, "crosstide-stop");
    stopping.setDaemon(true);
    stopping.start();
    try {
      return closing.get(grace.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warnf("the flows did not stop within %d s and are left as they are", grace.toSeconds());
    } catch (ExecutionException e) {
      LOG.error("the flows did not stop cleanly", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private boolean close() throws Exception {
    flows.close();
    LOG.info("the flows have stopped");
    return true;
  }
}
