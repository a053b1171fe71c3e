package io.crosstide.ledger;

import java.util.Objects;

/**
 * Which two logs a lane's offsets are of: Kafka's topic ids (KIP-516). Another id under the same
 * name is another log, whatever its offsets say. Empty where an id is not known.
 */
public record LogIds(String source, String target) {
  public static final LogIds UNKNOWN = new LogIds("", "");

  public LogIds {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
  }

  /** False only when both source ids are known and differ. */
  public boolean maySource(LogIds other) {
    return source.isEmpty() || other.source.isEmpty() || source.equals(other.source);
  }

  /** False only when both target ids are known and differ. */
  public boolean mayTarget(LogIds other) {
    return target.isEmpty() || other.target.isEmpty() || target.equals(other.target);
  }

  /** This, and {@code other} where this knows nothing. */
  public LogIds orElse(LogIds other) {
    return new LogIds(
        source.isEmpty() ? other.source : source, target.isEmpty() ? other.target : target);
  }
}
