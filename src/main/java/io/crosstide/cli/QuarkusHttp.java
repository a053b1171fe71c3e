package io.crosstide.cli;

import io.crosstide.status.Handover;
import io.crosstide.status.OnDemand;
import io.crosstide.status.ReplicationLatency;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.QuarkusBindException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** Boots Quarkus for the HTTP port and for the log's format, and waits until it is told to stop. */
final class QuarkusHttp implements HttpSide {
  private static final Logger LOG = Logger.getLogger(QuarkusHttp.class);

  @Override
  public void serve(
      Settings settings,
      MirrorService.RunningFlows flows,
      ReplicationLatency latency,
      Runnable stopFlows) {
    var onDemand = new OnDemand(settings.refreshToken(), flows::refresh, flows::reconcile);
    Handover.leave(flows, latency, stopFlows, onDemand);
    System.setProperty("quarkus.http.host", settings.host());
    System.setProperty("quarkus.http.port", Integer.toString(settings.port()));
    System.setProperty(
        "quarkus.log.console.json.enabled", Boolean.toString(settings.logFormat().isJson()));
    AtomicReference<Throwable> failure = new AtomicReference<>();
    // With a handler of ours Quarkus neither exits the process nor prints what went wrong.
    Quarkus.run(Waiting.class, (code, thrown) -> failure.set(thrown));
    if (failure.get() != null) {
      throw failed(settings, failure.get());
    }
  }

  private static RuntimeException failed(Settings settings, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof QuarkusBindException) {
        return new CommandFailedException(
            "cannot listen on "
                + settings.host()
                + ":"
                + settings.port()
                + ": the port is taken or not allowed; choose another with --http-port",
            failure);
      }
    }
    return new IllegalStateException("the HTTP side did not start", failure);
  }

  /** What Quarkus runs once it is up. */
  public static final class Waiting implements QuarkusApplication {
    @Override
    public int run(String... args) {
      // Not what was asked for: 0 was replaced by the port that was free.
      String port = ConfigProvider.getConfig().getValue("quarkus.http.port", String.class);
      LOG.infof("serves /status, /q/health and /q/metrics on port %s", port);
      Quarkus.waitForExit();
      return 0;
    }
  }
}
