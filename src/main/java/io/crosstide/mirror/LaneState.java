package io.crosstide.mirror;

import java.util.Optional;

/** Where a lane stands. Data lives in the state that needs it. */
sealed interface LaneState {
  /** As it is named in status and metrics. */
  String label();

  /** When it wants to be woken, milliseconds; {@code Long.MAX_VALUE} for never. */
  default long wakeAtMs() {
    return Long.MAX_VALUE;
  }

  /** What is in the way at present, or null. */
  default Failure trouble() {
    return null;
  }

  /** Has asked one of the ports and waits for its answer. */
  sealed interface Asking extends LaneState {}

  /** Waits for a producer id with a new epoch. */
  record Claiming() implements Asking {
    @Override
    public String label() {
      return "claiming";
    }
  }

  /** Waits for a new epoch of the producer id that it holds. */
  record Renewing() implements Asking {
    @Override
    public String label() {
      return "claiming";
    }
  }

  /** A lane without a ledger: asks who it may have been before. */
  record Tracing(ProducerIdentity identity) implements Asking {
    @Override
    public String label() {
      return "tracing";
    }
  }

  /**
   * The coordinator gave another producer id than before (the old one expired, or its epochs were
   * used up), and its marker fences nobody of the old one: waits until a former owner's last
   * requests can't be under way any more.
   */
  record Outliving(ProducerIdentity identity, long untilMs) implements LaneState {
    @Override
    public String label() {
      return "waiting";
    }

    @Override
    public long wakeAtMs() {
      return untilMs;
    }

    @Override
    public Failure trouble() {
      String detail = "a new producer id: requests under the old one may be under way";
      return new Failure(Failure.Kind.TRANSIENT, "FORMER_OWNER", detail);
    }
  }

  /**
   * Looks whether the target's log reaches as far as the ledger, before the lane leaves a marker
   * there: markers would fill up what was lost.
   */
  record Measuring(ProducerIdentity identity) implements Asking {
    @Override
    public String label() {
      return "measuring";
    }
  }

  /**
   * The target lost records: looks for the lane's last batch that is still there.
   *
   * @param from where the look began
   * @param logEnd where the log ended when it began
   * @param lastEnd target offset behind the last batch found so far, or -1
   */
  record Locating(ProducerIdentity identity, long from, long logEnd, long lastEnd)
      implements Asking {
    @Override
    public String label() {
      return "locating";
    }
  }

  /** Makes sure that a loss at the target is noted before anything is written there. */
  record Noting(ProducerIdentity identity) implements Asking {
    @Override
    public String label() {
      return "noting";
    }
  }

  /** Waits until the producer id is known to whoever reads the target as a source. */
  record Registering(ProducerIdentity identity) implements Asking {
    @Override
    public String label() {
      return "registering";
    }
  }

  /** Waits until the partition's leader refuses former owners. */
  record Fencing(ProducerIdentity identity) implements Asking {
    @Override
    public String label() {
      return "fencing";
    }
  }

  /**
   * Reads the ledger of a former owner that this instance has not heard of.
   *
   * @param fenced whether that one can write no more
   */
  record Rereading(ProducerIdentity identity, boolean fenced) implements Asking {
    @Override
    public String label() {
      return "recovering";
    }
  }

  /** Reads what a former owner appended after its last ledger entry. */
  record Recovering(ProducerIdentity identity, TailReader tail) implements Asking {
    @Override
    public String label() {
      return "recovering";
    }
  }

  /** A lane without a ledger: finds the offset to begin with. */
  record Seeking(ProducerIdentity identity, Replay replay) implements Asking {
    @Override
    public String label() {
      return "seeking";
    }
  }

  /** Compares the last record of both sides, where compaction may have falsified the count. */
  record Comparing(ProducerIdentity identity, Replay replay) implements Asking {
    @Override
    public String label() {
      return "comparing";
    }
  }

  /** Makes sure that position and appender are durable before the first batch. */
  record Storing(ProducerIdentity identity) implements Asking {
    @Override
    public String label() {
      return "storing";
    }
  }

  /** Waits until a record that the target refused is in the quarantine topic. */
  record Parking(ProducerIdentity identity, ParkedRecord record, long sourceNext)
      implements Asking {
    @Override
    public String label() {
      return "parking";
    }
  }

  /** Makes sure that a loss behind which it goes on is noted. */
  record Passing(ProducerIdentity identity) implements Asking {
    @Override
    public String label() {
      return "storing";
    }
  }

  /** The same as {@link Renewing}, with nothing under way that recovery might find. */
  record Following(ProducerIdentity identity) implements Asking {
    @Override
    public String label() {
      return "claiming";
    }
  }

  /** Copies. */
  record Working(Copying copying) implements LaneState {
    @Override
    public String label() {
      return "copying";
    }

    @Override
    public long wakeAtMs() {
      return copying.wakeAtMs();
    }

    @Override
    public Failure trouble() {
      return copying.trouble();
    }
  }

  /**
   * Something that passes by itself is in the way: begins anew, with a claim, when the time has
   * come.
   */
  record Waiting(long untilMs, Failure failure) implements LaneState {
    @Override
    public String label() {
      return "waiting";
    }

    @Override
    public long wakeAtMs() {
      return untilMs;
    }

    @Override
    public Failure trouble() {
      return failure;
    }
  }

  /** Has dropped everything because its instance is no member of the flow's group at present. */
  record Lapsed(long untilMs) implements LaneState {
    @Override
    public String label() {
      return "waiting";
    }

    @Override
    public long wakeAtMs() {
      return untilMs;
    }

    @Override
    public Failure trouble() {
      String detail = "the flow's group at the target does not answer this instance's heartbeats";
      return new Failure(Failure.Kind.TRANSIENT, "MEMBERSHIP_LAPSED", detail);
    }
  }

  /**
   * Something is in the way that somebody must mend. Looked at again from time to time, and when
   * settings change.
   *
   * @param resume as whom to go on, when the lane need not be claimed anew
   */
  record Stopped(long untilMs, Failure failure, Optional<ProducerIdentity> resume)
      implements LaneState {
    @Override
    public String label() {
      return "stopped";
    }

    @Override
    public long wakeAtMs() {
      return untilMs;
    }

    @Override
    public Failure trouble() {
      return failure;
    }
  }

  /** Done; never leaves this state. */
  record Closed() implements LaneState {
    @Override
    public String label() {
      return "closed";
    }
  }
}
