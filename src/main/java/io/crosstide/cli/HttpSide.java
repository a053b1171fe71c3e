package io.crosstide.cli;

import io.crosstide.status.RefreshToken;
import io.crosstide.status.ReplicationLatency;
import java.util.Optional;

/** Health, metrics and status over HTTP, beside the flows. */
@FunctionalInterface
interface HttpSide {
  /**
   * Serves until the process is told to stop, then stops the flows and itself.
   *
   * @throws CommandFailedException when it can't be started; says why
   */
  void serve(
      Settings settings,
      MirrorService.RunningFlows flows,
      ReplicationLatency latency,
      Runnable stopFlows);

  /**
   * What the user chose.
   *
   * @param host address to listen on
   * @param port 0 for any that is free
   * @param logFormat how this process writes its log
   * @param refreshToken opens the addresses that do more than tell; empty: they are not there
   */
  record Settings(
      String host, int port, LogFormat logFormat, Optional<RefreshToken> refreshToken) {}
}
