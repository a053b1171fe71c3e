package io.crosstide.bench.micro;

import io.crosstide.ledger.Checkpoint;
import io.crosstide.ledger.LaneLedger;
import io.crosstide.ledger.Run;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** What an acknowledged batch does to the ledger. */
public class LedgerUpdate extends MicroBenchmark {
  private static final int BATCH_RECORDS = 100;
  private static final int FLUSH_EVERY = 500;

  private final LaneLedger ledger = LaneLedger.empty();
  private final LaneLedger full = LaneLedger.empty();
  private long source;
  private long target;
  private int sinceFlush;

  @Setup
  public void fill() {
    for (int i = 0; i < 512; i++) {
      full.append(new Run(i * 101L, i * 100L, BATCH_RECORDS));
    }
  }

  /** The batch follows the one before on both sides. */
  @Benchmark
  public LaneLedger extend() {
    ledger.append(new Run(source, target, BATCH_RECORDS));
    source += BATCH_RECORDS;
    target += BATCH_RECORDS;
    return ledger;
  }

  /** A marker lies between any two batches; stored every 500 batches. */
  @Benchmark
  public LaneLedger newRun() {
    ledger.append(new Run(source, target, BATCH_RECORDS));
    source += BATCH_RECORDS + 1;
    target += BATCH_RECORDS;
    if (++sinceFlush == FLUSH_EVERY) {
      ledger.confirm(ledger.checkpoint());
      sinceFlush = 0;
    }
    return ledger;
  }

  /** What is to be stored, with as many runs as an open segment can have. */
  @Benchmark
  public Checkpoint checkpoint() {
    return full.checkpoint();
  }
}
