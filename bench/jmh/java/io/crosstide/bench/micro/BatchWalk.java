package io.crosstide.bench.micro;

import io.crosstide.batch.BatchCursor;
import io.crosstide.batch.Codec;
import io.crosstide.batch.RawBatch;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** From batch to batch through a fetched buffer; an operation is one batch. */
public class BatchWalk extends MicroBenchmark {
  private static final int BATCHES = 256;

  @Param({"1024", "65536"})
  public int batchBytes;

  private ByteBuffer fetched;

  @Setup
  public void write() {
    var source = new SourceBatches();
    for (int i = 0; i < BATCHES; i++) {
      source.add(
          SourceBatches.Writer.PLAIN, Codec.NONE, SourceBatches.recordsIn(batchBytes));
    }
    fetched = source.fetched();
  }

  @Benchmark
  @OperationsPerInvocation(BATCHES)
  public long next() {
    var cursor = new BatchCursor(fetched);
    long bytes = 0;
    for (RawBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
      bytes += batch.sizeInBytes();
    }
    return bytes;
  }
}
