package io.crosstide.mirror;

import io.crosstide.batch.Hold;
import java.util.List;

/** The holds of batches that became one. */
record JoinedHold(List<Hold> holds) implements Hold {
  JoinedHold {
    holds = List.copyOf(holds);
  }

  @Override
  public Hold retain() {
    return new JoinedHold(holds.stream().map(Hold::retain).toList());
  }

  @Override
  public void close() {
    holds.forEach(Hold::close);
  }
}
