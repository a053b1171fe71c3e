package io.crosstide.mirrormaker;

import java.util.List;

/**
 * Names that MirrorMaker 2 takes from no source, whatever its filters say, as a topology excludes
 * them. Source: isCycle of MirrorSourceConnector and DefaultReplicationPolicy of Kafka 4.3.
 */
final class NeverCopied {
  private NeverCopied() {}

  /**
   * By a flow that puts its source's alias in front of names.
   *
   * @param separator of the characters {@code . _ -}
   */
  static List<String> by(Pair pair, String separator) {
    return List.of(cycle(pair.target(), separator.replace(".", "\\.")));
  }

  /**
   * What says by its name that it has been at the target, on whatever hop: the flow that brought it
   * may be of another file, and what MirrorMaker 2 wrote bears no other mark.
   */
  private static String cycle(String target, String separator) {
    return "/(.*%s)?%s%s.+/".formatted(separator, target, separator);
  }
}
