package io.crosstide.topology;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Where a lane begins that has no ledger yet. */
public sealed interface StartPosition {
  /** The first offset the source still has. */
  record Earliest() implements StartPosition {}

  /** The end of the source's log at the moment the lane begins. */
  record Latest() implements StartPosition {}

  /**
   * The first record whose timestamp is at or after this instant; the end of the log when there is
   * none.
   */
  record At(Instant instant) implements StartPosition {}

  /**
   * Behind what MirrorMaker 2 has copied, as its topic of offsets at the target says; {@link
   * Earliest} for partitions that it does not name.
   *
   * @param offsetsTopic empty: as MirrorMaker 2 names it in dedicated mode
   */
  record MirrorMaker(Optional<String> offsetsTopic) implements StartPosition {
    public MirrorMaker {
      Objects.requireNonNull(offsetsTopic, "offsetsTopic");
    }

    /**
     * @param source alias of the source, in MirrorMaker 2 as here
     */
    public String topic(String source) {
      return offsetsTopic.orElse("mm2-offsets." + source + ".internal");
    }
  }

  /** This offset; what {@link MirrorMaker} becomes once the topic was read. */
  record Offset(long offset) implements StartPosition {
    public Offset {
      if (offset < 0) {
        throw new IllegalArgumentException("offset " + offset + " is negative");
      }
    }
  }
}
