package io.crosstide.mirrormaker;

import java.util.List;

/**
 * Names that MirrorMaker 2 takes from no source, whatever its filters say, as a topology excludes
 * them. Source: MirrorSourceConnector's isCycle, ReplicationPolicy's isInternalTopic, of Kafka 4.3.
 * Separators are of the characters {@code . _ -}.
 */
final class NeverCopied {
  /** What begins with two underscores is excluded in any case. */
  static final List<String> HIDDEN = List.of("/\\..*/");

  /** KIP-1074: no longer left out since Kafka 4.0. */
  static final String BEFORE_KAFKA_4 = "/.*[.-]internal/";

  private NeverCopied() {}

  /**
   * Under names with a prefix, what says by its name that it has been at the target, on whatever
   * hop: the flow that brought it may be of another file, and what MirrorMaker 2 wrote bears no
   * other mark.
   */
  static String cycle(String target, String separator) {
    String between = quoted(separator);
    return "/(.*%s)?%s%s.+/".formatted(between, target, between);
  }

  /** MirrorMaker 2's own; under the default separator they are excluded in any case. */
  static List<String> internal(String separator) {
    String between = quoted(separator);
    return separator.equals(".")
        ? List.of()
        : List.of(
            "/mm2.*%sinternal/".formatted(between),
            "/.*%scheckpoints%sinternal/".formatted(between, between));
  }

  private static String quoted(String separator) {
    return separator.replace(".", "\\.");
  }
}
