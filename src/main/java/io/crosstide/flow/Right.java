package io.crosstide.flow;

import io.crosstide.topology.NamePattern;
import io.crosstide.topology.Side;
import java.util.Objects;

/**
 * One operation on one resource that a flow's principal must be allowed.
 *
 * @param side at which of the flow's clusters
 * @param resource what kind of thing
 * @param pattern which of them
 * @param operation what is done with it; what Kafka counts as included (READ: DESCRIBE) is left out
 * @param why what the flow does with it
 */
public record Right(
    Side side, Resource resource, NamePattern pattern, Operation operation, String why) {

  /** Kinds of things that ACLs guard. */
  public enum Resource {
    TOPIC,
    GROUP,
    TRANSACTIONAL_ID,
    CLUSTER
  }

  /** What can be done with them. */
  public enum Operation {
    READ,
    WRITE,
    CREATE,
    ALTER,
    DESCRIBE,
    DESCRIBE_CONFIGS,
    ALTER_CONFIGS
  }

  public Right {
    Objects.requireNonNull(side, "side");
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(pattern, "pattern");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(why, "why");
  }
}
