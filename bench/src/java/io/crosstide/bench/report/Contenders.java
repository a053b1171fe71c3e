package io.crosstide.bench.report;

import java.util.Comparator;

/** The names of those who run, as results carry them. */
public final class Contenders {
  public static final String CROSSTIDE = "crosstide";

  /** The native executable of Crosstide. */
  public static final String CROSSTIDE_NATIVE = "crosstide-native";

  /** Another revision of Crosstide; its name ends with the revision. */
  public static final String CROSSTIDE_AT = "crosstide@";

  public static final String MM2_DEFAULT = "mm2-default";
  public static final String MM2_TUNED = "mm2-tuned";
  public static final String MM2_EXACTLY_ONCE = "mm2-exactly-once";

  /** Fetch to nowhere and produce of prepared batches at the same time, with nothing in between. */
  public static final String FLOOR = "floor";

  /** In latency cases: produce and consume through one broker. */
  public static final String DIRECT = "direct";

  /** Crosstide first, then the other mirrors, then what is no mirror. */
  public static final Comparator<String> IN_ORDER =
      Comparator.<String>comparingInt(Contenders::rank).thenComparing(Comparator.naturalOrder());

  /** Characters of a revision that people read. */
  private static final int REVISION_LENGTH = 10;

  private Contenders() {}

  /** How a report names it to people; not escaped. */
  public static String title(String contender) {
    return switch (contender) {
      case CROSSTIDE -> "Crosstide";
      case CROSSTIDE_NATIVE -> "Crosstide native";
      case MM2_DEFAULT -> "MM2 default";
      case MM2_TUNED -> "MM2 tuned";
      case MM2_EXACTLY_ONCE -> "MM2 exactly once";
      default -> isOtherRevision(contender) ? "Crosstide at " + revision(contender) : contender;
    };
  }

  /**
   * Whether it is no mirror but what a mirror is held against: its target's content says nothing.
   */
  public static boolean isReference(String contender) {
    return contender.equals(FLOOR) || contender.equals(DIRECT);
  }

  /** This revision on a JVM or native, or another one. */
  public static boolean isCrosstide(String contender) {
    return contender.equals(CROSSTIDE)
        || contender.equals(CROSSTIDE_NATIVE)
        || isOtherRevision(contender);
  }

  public static boolean isOtherRevision(String contender) {
    return contender.startsWith(CROSSTIDE_AT);
  }

  private static String revision(String contender) {
    String revision = contender.substring(CROSSTIDE_AT.length());
    return revision.matches("[0-9a-f]{40}") ? revision.substring(0, REVISION_LENGTH) : revision;
  }

  private static int rank(String contender) {
    return switch (contender) {
      case CROSSTIDE -> 0;
      case CROSSTIDE_NATIVE -> 1;
      case MM2_TUNED -> 2;
      case MM2_DEFAULT -> 3;
      case MM2_EXACTLY_ONCE -> 4;
      case DIRECT -> 6;
      case FLOOR -> 7;
      default -> isOtherRevision(contender) ? 1 : 5;
    };
  }
}
