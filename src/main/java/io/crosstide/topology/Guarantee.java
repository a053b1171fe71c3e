package io.crosstide.topology;

/** How often a record may stand at the target when things go wrong. */
public enum Guarantee {
  /** Once where the target lets a lane fence its former owners, else at least once. */
  STRONGEST,
  /** Once, or the lane does not run. */
  EXACTLY_ONCE
}
