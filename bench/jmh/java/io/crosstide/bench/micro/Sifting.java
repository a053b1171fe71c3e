package io.crosstide.bench.micro;

import io.crosstide.batch.AbortedTransaction;
import io.crosstide.batch.Codec;
import io.crosstide.batch.Lease;
import io.crosstide.bench.micro.SourceBatches.Writer;
import io.crosstide.kafka.VerdictsRig;
import io.crosstide.mirror.FetchedChunk;
import io.crosstide.mirror.RegistryPort.Origin;
import io.crosstide.mirror.SiftRig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Which batches of a fetched chunk must cross: batch walk, aborted index, look-up of the producer
 * id. An operation is one batch, of whatever kind.
 */
public class Sifting extends MicroBenchmark {
  private static final int BATCHES = 256;
  private static final int TRANSACTION_BATCHES = 4;
  private static final int APPLICATIONS = 1_000;
  private static final int LANES = 1_000;
  private static final long APPLICATION = VerdictsRig.FIRST_ID;
  private static final long LANE = APPLICATION + APPLICATIONS;

  /** Who wrote the chunk. */
  public enum Traffic {
    /** Producers without an id. */
    PLAIN(BATCHES),
    /** Idempotent producers of applications. */
    IDEMPOTENT(BATCHES),
    /** Applications' transactions of three batches and a marker; every third is aborted. */
    TRANSACTIONS(126),
    /** An application and a lane in turns; what the lane wrote is left out. */
    MIRRORED(BATCHES / 2);

    private final int crossing;

    Traffic(int crossing) {
      this.crossing = crossing;
    }
  }

  @Param public Traffic traffic;

  @Param({"1024", "65536"})
  public int batchBytes;

  private final SourceBatches source = new SourceBatches();
  private final List<AbortedTransaction> aborted = new ArrayList<>();
  private LongFunction<Origin> origins;
  private FetchedChunk chunk;

  @Setup
  public void write() {
    for (int i = 0; i < BATCHES; i++) {
      switch (traffic) {
        case PLAIN -> data(Writer.PLAIN);
        case IDEMPOTENT -> data(new Writer(APPLICATION + i, false));
        case TRANSACTIONS -> transactional(i / TRANSACTION_BATCHES, i % TRANSACTION_BATCHES);
        case MIRRORED -> data(new Writer(i % 2 == 0 ? APPLICATION + i : LANE + i, false));
      }
    }
    long end = source.nextOffset();
    chunk = new FetchedChunk(0, source.fetched(), aborted, end, end, 0, 0, Lease.NONE);
    origins = VerdictsRig.of(APPLICATIONS, LANES);
    int crossing = SiftRig.crossing(chunk, origins);
    if (crossing != traffic.crossing) {
      throw new IllegalStateException(crossing + " batches cross, not " + traffic.crossing);
    }
  }

  private void data(Writer writer) {
    source.add(writer, Codec.NONE, SourceBatches.recordsIn(batchBytes));
  }

  private void transactional(int transaction, int batch) {
    boolean commit = transaction % 3 != 0;
    long producerId = APPLICATION + transaction;
    if (batch == 0 && !commit) {
      aborted.add(new AbortedTransaction(producerId, source.nextOffset()));
    }
    if (batch == TRANSACTION_BATCHES - 1) {
      source.addMarker(producerId, commit);
    } else {
      data(new Writer(producerId, true));
    }
  }

  @Benchmark
  @OperationsPerInvocation(BATCHES)
  public int sift() {
    return SiftRig.crossing(chunk, origins);
  }
}
