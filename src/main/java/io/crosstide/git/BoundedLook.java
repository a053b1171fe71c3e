package io.crosstide.git;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Bounds each look at a source, whatever it does there. A look that takes longer is left alone in
 * its thread, and no other begins before it has ended.
 */
final class BoundedLook implements TopologySource {
  private final TopologySource source;
  private final Duration timeout;
  private FutureTask<Candidate> hanging;

  BoundedLook(TopologySource source, Duration timeout) {
    this.source = source;
    this.timeout = timeout;
  }

  @Override
  public String location() {
    return source.location();
  }

  @Override
  public Candidate newest() throws UnreadableTopologyException {
    if (hanging != null && !hanging.isDone()) {
      throw new UnreadableTopologyException(
          location() + " can't be read: the look before has not ended yet", null);
    }
    FutureTask<Candidate> look = new FutureTask<>(source::newest);
    Thread thread = new Thread(look, "crosstide-topology-look");
    thread.setDaemon(true);
    // The SSH client finds its cryptography through this loader, once and for all.
    thread.setContextClassLoader(BoundedLook.class.getClassLoader());
    thread.start();
    try {
      return look.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      hanging = look;
      thread.interrupt();
      throw new UnreadableTopologyException(
          location() + " can't be read: not done within " + timeout.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      hanging = look;
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new UnreadableTopologyException(location() + " was not read: interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnreadableTopologyException unreadable) {
        throw unreadable;
      }
      throw new IllegalStateException(location() + " can't be read", e.getCause());
    }
  }
}
