package io.crosstide.bench.micro;

import io.crosstide.batch.Codec;
import io.crosstide.batch.RawBatch;
import io.crosstide.batch.Rebuilder.Rebuilt;
import io.crosstide.bench.micro.SourceBatches.Writer;
import io.crosstide.kafka.RecordRebuilder;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The record path for 64 KB of records of 200 bytes. An operation is one record, so that codecs and
 * shapes compare.
 */
public class Rebuilding extends MicroBenchmark {
  private static final int RECORDS = 320;
  private static final int TINY_BATCH_RECORDS = 5;
  private static final int MAX_BATCH_BYTES = 1_048_588;

  @Param public Codec codec;

  private final RecordRebuilder rebuilder = new RecordRebuilder();
  private List<RawBatch> compacted;
  private List<RawBatch> tiny;

  @Setup
  public void write() {
    var compactedSource = new SourceBatches();
    compactedSource.add(Writer.PLAIN, codec, RECORDS, 3);
    compacted = compactedSource.batches();
    var tinySource = new SourceBatches();
    for (int i = 0; i < RECORDS / TINY_BATCH_RECORDS; i++) {
      tinySource.add(Writer.PLAIN, codec, TINY_BATCH_RECORDS);
    }
    tiny = tinySource.batches();
    if (!compacted.getFirst().hasHoles() || records(compacted) != RECORDS) {
      throw new IllegalStateException("rebuilt are " + records(compacted) + " records");
    }
    if (rebuild(tiny).size() != 1 || records(tiny) != RECORDS) {
      throw new IllegalStateException("joined are " + records(tiny) + " records");
    }
  }

  private int records(List<RawBatch> batches) {
    return rebuild(batches).stream().mapToInt(rebuilt -> rebuilt.batch().recordCount()).sum();
  }

  /** One batch of which compaction took every fourth record. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public List<Rebuilt> holes() {
    return rebuild(compacted);
  }

  /** Batches of five records, 1 KB before compression, become one. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public List<Rebuilt> join() {
    return rebuild(tiny);
  }

  private List<Rebuilt> rebuild(List<RawBatch> batches) {
    return rebuilder.rebuild(batches, 0, Optional.empty(), MAX_BATCH_BYTES);
  }
}
