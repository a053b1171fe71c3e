package io.crosstide.bench.micro;

import io.crosstide.batch.HeaderPatch;
import io.crosstide.batch.RawBatch;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * A new producer, epoch and sequence in a batch header: with the checksum renewed from the header's
 * change, and, to compare, computed anew over the whole batch. The batch stays in the CPU's caches
 * as far as they reach, which favours the one that reads it.
 */
public class HeaderPatching extends MicroBenchmark {
  private static final int CRC = 17;
  private static final int CHECKED_FROM = 21;
  private static final int PRODUCER_ID = 43;
  private static final int PRODUCER_EPOCH = 51;
  private static final int BASE_SEQUENCE = 53;
  private static final int SEQUENCES = 0x7FFF_FFFF;

  @Param({"300", "1024", "4096", "65536", "1048576"})
  public int batchBytes;

  private RawBatch batch;
  private int sequence;

  @Setup
  public void write() {
    batch = OneBatch.in(ByteBuffer.allocate(batchBytes));
  }

  @Benchmark
  public RawBatch linear() {
    sequence = (sequence + 1) & SEQUENCES;
    HeaderPatch.apply(batch, 4_711L + (sequence & 1), (short) (sequence & 7), sequence);
    return batch;
  }

  @Benchmark
  public RawBatch plain() {
    sequence = (sequence + 1) & SEQUENCES;
    ByteBuffer bytes = batch.buffer();
    bytes.putLong(PRODUCER_ID, 4_711L + (sequence & 1));
    bytes.putShort(PRODUCER_EPOCH, (short) (sequence & 7));
    bytes.putInt(BASE_SEQUENCE, sequence);
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(CHECKED_FROM, batchBytes - CHECKED_FROM));
    bytes.putInt(CRC, (int) crc.getValue());
    return batch;
  }
}
