package io.crosstide.cli;

import io.crosstide.status.Snapshot;
import java.net.URI;
import java.time.Duration;

/** The status of a program that runs, asked for from outside. */
@FunctionalInterface
interface RemoteStatus {
  /**
   * Two snapshots, a moment apart.
   *
   * @param base where the program listens, {@code http://127.0.0.1:8080}
   * @param timeout how long one answer may take, its last byte included
   * @throws CommandFailedException when there is no answer that can be used; says why
   */
  Look at(URI base, Duration timeout);

  /** What the later snapshot has more than the earlier one makes the rates. */
  record Look(Snapshot before, Snapshot now) {}
}
