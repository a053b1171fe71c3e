package io.crosstide.bench.micro;

import io.crosstide.batch.RawBatch;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Whether a batch is intact: what a dropped or rebuilt batch costs before it is believed. */
public class Checksum extends MicroBenchmark {
  @Param({"300", "4096", "65536", "1048576"})
  public int batchBytes;

  @Param({"heap", "direct"})
  public String memory;

  private RawBatch batch;

  @Setup
  public void write() {
    boolean direct = memory.equals("direct");
    batch =
        OneBatch.in(
            direct ? ByteBuffer.allocateDirect(batchBytes) : ByteBuffer.allocate(batchBytes));
    if (!batch.isIntact()) {
      throw new IllegalStateException(batch + " is not intact");
    }
  }

  @Benchmark
  public boolean intact() {
    return batch.isIntact();
  }
}
