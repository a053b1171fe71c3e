package io.crosstide.mirror;

/**
 * Whose a lane is. One that was given to another instance goes on until that one fences it, so that
 * a lane that moves need not stand still, but not for ever.
 */
final class Holding {
  /**
   * How long a lane goes on that is somebody else's: two heartbeats under KIP-848 and a take-over.
   * With what is under way then far below {@link TakeOver#FORMER_OWNER_MS}.
   */
  static final long HAND_OVER_MS = 20_000;

  private boolean ours = true;
  private boolean returned;
  private boolean draining;
  private long untilMs = Long.MAX_VALUE;

  void assigned() {
    returned |= !ours;
    ours = true;
    untilMs = Long.MAX_VALUE;
  }

  void revoked(long nowMs) {
    if (ours && !draining) {
      untilMs = nowMs + HAND_OVER_MS;
    }
    ours = false;
  }

  void drain() {
    draining = true;
    untilMs = Long.MAX_VALUE;
  }

  boolean ours() {
    return ours;
  }

  boolean draining() {
    return draining;
  }

  /** Whether the lane ends when something goes wrong, and is not claimed again. */
  boolean ending() {
    return draining || !ours;
  }

  /** When the lane must end, milliseconds; {@code Long.MAX_VALUE} while it need not. */
  long untilMs() {
    return untilMs;
  }

  /** Whether whoever fenced the lane may have given it back since; true once. */
  boolean takeReturned() {
    boolean was = returned;
    returned = false;
    return was;
  }
}
