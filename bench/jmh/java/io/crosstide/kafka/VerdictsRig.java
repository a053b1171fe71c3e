package io.crosstide.kafka;

import io.crosstide.mirror.RegistryPort.Origin;
import java.util.function.LongFunction;

/** What a flow knows of producer ids, without the registry that it learnt it from. */
public final class VerdictsRig {
  private VerdictsRig() {}

  /**
   * Ids from 0 on are applications', the ids that follow those are lanes'.
   *
   * @param local how many are applications'
   * @param mirrored how many are lanes'
   */
  public static LongFunction<Origin> of(int local, int mirrored) {
    var verdicts = new ProducerVerdicts();
    for (int id = local; id < local + mirrored; id++) {
      verdicts.register(id, Origin.MIRRORED);
    }
    for (int id = 0; id < local; id++) {
      verdicts.judge(id);
    }
    return verdicts::of;
  }
}
