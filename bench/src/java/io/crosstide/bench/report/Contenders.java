package io.crosstide.bench.report;

/** The names of those who run, as results carry them. */
public final class Contenders {
  public static final String CROSSTIDE = "crosstide";

  /** Another revision of Crosstide; its name ends with the revision. */
  public static final String CROSSTIDE_AT = "crosstide@";

  public static final String MM2_DEFAULT = "mm2-default";
  public static final String MM2_TUNED = "mm2-tuned";
  public static final String MM2_EXACTLY_ONCE = "mm2-exactly-once";

  /** Fetch to nowhere and produce of prepared batches at the same time, with nothing in between. */
  public static final String FLOOR = "floor";

  /** In latency cases: produce and consume through one broker. */
  public static final String DIRECT = "direct";

  private Contenders() {}
}
