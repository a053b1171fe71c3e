package io.crosstide.mirror;

import java.util.function.LongPredicate;

/**
 * Until when an instance may write as a member of its flow's group: as long after the sending of
 * the last heartbeat that was answered as a member lives without one. Of heartbeats only the count
 * of answers is known; one is under way at a time, so the newest was sent after the answer before
 * it came. One thread tells, any may ask. Times are of one monotonic clock, milliseconds.
 */
public final class HeartbeatLease implements LongPredicate {
  /** For who owns lanes without a group. */
  public static final LongPredicate UNLIMITED = nowMs -> true;

  private static final long NEVER = Long.MIN_VALUE;

  private volatile long lastsMs;
  private volatile long untilMs = NEVER;
  private boolean member;
  private long answers;
  private long lookedAtMs;
  private long newestAfterMs;

  /**
   * @param lastsMs at most the group's session time-out
   */
  public HeartbeatLease(long lastsMs) {
    lasts(lastsMs);
  }

  /** The same for what is granted from now on, milliseconds. */
  public void lasts(long lastsMs) {
    if (lastsMs <= 0) {
      throw new IllegalArgumentException("lease of " + lastsMs + " ms is not positive");
    }
    this.lastsMs = lastsMs;
  }

  /** The group answered an assignment to what was asked not before this time. */
  public void joined(long askedAtMs) {
    if (!member) {
      newestAfterMs = askedAtMs;
    }
    member = true;
    extend(askedAtMs);
  }

  /**
   * @param answered heartbeats answered so far, and nothing that they told is still to be heard
   * @param countedAtMs when that was counted
   */
  public void counted(long answered, long countedAtMs) {
    long more = answered - answers;
    if (more > 0) {
      if (member) {
        extend(more > 1 ? lookedAtMs : newestAfterMs);
      }
      newestAfterMs = lookedAtMs;
    }
    answers = answered;
    lookedAtMs = countedAtMs;
  }

  private void extend(long sentAfterMs) {
    untilMs = Math.max(untilMs, sentAfterMs + lastsMs);
  }

  /** The group has given this member up. */
  public void lost() {
    member = false;
    untilMs = NEVER;
  }

  @Override
  public boolean test(long nowMs) {
    return nowMs < untilMs;
  }
}
