package io.crosstide.kafka;

import io.crosstide.mirror.RegistryPort.Origin;
import java.util.function.LongFunction;

/** What a flow knows of producer ids, without the registry that it learnt it from. */
public final class VerdictsRig {
  /** Smaller ids would be boxed for nothing by the JVM's cache. */
  public static final int FIRST_ID = 1_000;

  private VerdictsRig() {}

  /**
   * Ids from {@link #FIRST_ID} on are applications', the ids that follow those are lanes'.
   *
   * @param local how many are applications'
   * @param mirrored how many are lanes'
   */
  public static LongFunction<Origin> of(int local, int mirrored) {
    var verdicts = new ProducerVerdicts();
    for (int i = 0; i < mirrored; i++) {
      verdicts.register(FIRST_ID + local + i, Origin.MIRRORED);
    }
    for (int i = 0; i < local; i++) {
      verdicts.judge(FIRST_ID + i);
    }
    return verdicts::of;
  }
}
