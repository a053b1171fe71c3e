package io.crosstide.bench.micro;

import io.crosstide.ledger.LaneLedger;
import io.crosstide.ledger.Run;
import java.util.OptionalLong;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Offsets translated, anywhere in the ledger and near its end, where most consumers are. */
public class LedgerLookup extends MicroBenchmark {
  private static final int ASKED = 4096;
  private static final int BATCH_RECORDS = 100;
  private static final int NEAR_RUNS = 100;

  /** The ledger keeps about 87,000 on the heap. */
  @Param({"1", "500", "80000"})
  public int runs;

  private final LaneLedger ledger = LaneLedger.empty();
  private final long[] sources = new long[ASKED];
  private final long[] targets = new long[ASKED];
  private final long[] near = new long[ASKED];
  private int next;

  @Setup
  public void fill() {
    for (long i = 0; i < runs; i++) {
      ledger.append(new Run(i * (BATCH_RECORDS + 1), i * BATCH_RECORDS, BATCH_RECORDS));
    }
    var random = new Random(42);
    for (int i = 0; i < ASKED; i++) {
      sources[i] = random.nextLong(ledger.nextSource());
      targets[i] = random.nextLong(ledger.targetEnd());
      long back = random.nextLong(Math.min(runs, NEAR_RUNS) * (long) BATCH_RECORDS);
      near[i] = ledger.nextSource() - 1 - back;
    }
    if (ledger.toTarget(0).isEmpty()) {
      throw new IllegalStateException(runs + " runs are more than the ledger keeps");
    }
  }

  @Benchmark
  public OptionalLong toTarget() {
    return ledger.toTarget(sources[step()]);
  }

  @Benchmark
  public OptionalLong toTargetNearEnd() {
    return ledger.toTarget(near[step()]);
  }

  @Benchmark
  public OptionalLong toSource() {
    return ledger.toSource(targets[step()]);
  }

  private int step() {
    next = (next + 1) % ASKED;
    return next;
  }
}
