package io.crosstide.ledger;

import java.util.List;

/**
 * What is to be stored of a lane's ledger at one moment.
 *
 * @param segments to be written under their bases, oldest first; the last one is the open one
 * @param forgotten bases of segments whose stored form is to be deleted
 */
public record Checkpoint(List<Segment> segments, List<Long> forgotten) {
  public Checkpoint {
    segments = List.copyOf(segments);
    forgotten = List.copyOf(forgotten);
  }
}
