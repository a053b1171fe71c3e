package io.crosstide.bench.micro;

import io.crosstide.kafka.VerdictsRig;
import io.crosstide.mirror.RegistryPort.Origin;
import java.util.Random;
import java.util.function.LongFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** What is known of a producer id, asked once per batch; the ids come in no order. */
public class ProducerLookup extends MicroBenchmark {
  private static final int ASKED = 4096;

  /** How many ids of applications are known, and as many of lanes. */
  @Param({"100", "100000"})
  public int known;

  private final long[] ids = new long[ASKED];
  private LongFunction<Origin> origins;
  private int next;

  @Setup
  public void fill() {
    origins = VerdictsRig.of(known, known);
    var random = new Random(42);
    for (int i = 0; i < ASKED; i++) {
      ids[i] = VerdictsRig.FIRST_ID + random.nextInt(known);
    }
  }

  @Benchmark
  public Origin nobody() {
    return origins.apply(-1);
  }

  @Benchmark
  public Origin application() {
    return origins.apply(id());
  }

  @Benchmark
  public Origin lane() {
    return origins.apply(known + id());
  }

  private long id() {
    next = (next + 1) % ASKED;
    return ids[next];
  }
}
