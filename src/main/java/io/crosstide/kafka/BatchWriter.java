package io.crosstide.kafka;

import io.crosstide.batch.Codec;
import io.crosstide.batch.Piece;
import io.crosstide.batch.RawBatch;
import io.crosstide.batch.Rebuilder.Most;
import io.crosstide.batch.Rebuilder.Rebuilt;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.DefaultRecordBatch;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/**
 * Writes records into new v2 batches, none larger than a limit unless one record alone is. Works in
 * one scratch buffer; every finished batch is copied out at its exact size. Not thread-safe.
 */
final class BatchWriter {
  private static final int SCRATCH_BYTES = 128 * 1024;

  /** A larger scratch buffer, needed by a large record, is given up after its batch. */
  private static final int KEPT_SCRATCH_BYTES = 2 * 1024 * 1024;

  private final byte[] prefix = new byte[1 + 3 * Varint.LONGEST];
  private final SpareBuffers spare = new SpareBuffers();
  private ByteBuffer scratch = ByteBuffer.allocate(SCRATCH_BYTES);

  private List<Rebuilt> finished = new ArrayList<>();
  private Most most = Most.bytes(Integer.MAX_VALUE);
  private Codec codec = Codec.NONE;

  private ByteBufferOutputStream written;
  private OutputStream out;
  private long uncompressedBytes;
  private int count;
  private long baseTimestampMs;
  private long maxTimestampMs;
  private List<Piece> pieces = new ArrayList<>();
  private long pieceStart;
  private int pieceCount;

  /** Takes the memory of a finished batch back; nobody reads it any more. */
  void recycle(ByteBuffer bytes) {
    spare.give(bytes);
  }

  void begin(Most size) {
    finished = new ArrayList<>();
    most = size;
  }

  /** The codec of the records to come; another one than before ends the current batch. */
  void use(Codec next) {
    if (next != codec) {
      finishBatch();
      codec = next;
    }
  }

  void append(RecordView view) {
    long size = Varint.LONGEST + sizeOf(view);
    if (count > 0
        && (count >= most.records()
            || EncodedBound.of(codec, size(), uncompressedBytes, size) > most.bytes())) {
      finishBatch();
    }
    if (count == 0) {
      startBatch(view.timestampMs);
    }
    write(view);
    maxTimestampMs = Math.max(maxTimestampMs, view.timestampMs);
    count++;
    extendPieces(view.offset);
  }

  List<Rebuilt> finish() {
    finishBatch();
    return finished;
  }

  /** Gives up the current batch after a failure; releases what its compressor holds. */
  void abandon() {
    if (out != null) {
      closeStream();
      reset();
    }
    finished = new ArrayList<>();
  }

  private void startBatch(long timestampMs) {
    scratch.clear();
    written = new ByteBufferOutputStream(scratch);
    written.position(DefaultRecordBatch.RECORD_BATCH_OVERHEAD);
    out =
        Compression.of(CompressionType.forId(codec.id()))
            .build()
            .wrapForOutput(written, RecordBatch.CURRENT_MAGIC_VALUE);
    // Kafka's header writer refuses a negative base; the deltas may be negative.
    baseTimestampMs = Math.max(timestampMs, RecordBatch.NO_TIMESTAMP);
    maxTimestampMs = Long.MIN_VALUE;
  }

  private void write(RecordView view) {
    long timestampDelta = view.timestampMs - baseTimestampMs;
    int fields = view.to - view.from;
    int size = 1 + Varint.size(timestampDelta) + Varint.size(count) + fields;
    int end = Varint.write(prefix, 0, size);
    prefix[end++] = view.attributes;
    end = Varint.write(prefix, end, timestampDelta);
    end = Varint.write(prefix, end, count);
    try {
      out.write(prefix, 0, end);
      out.write(view.bytes, view.from, fields);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    uncompressedBytes += end + fields;
  }

  private void extendPieces(long offset) {
    if (pieceCount > 0 && offset != pieceStart + pieceCount) {
      endPiece();
    }
    if (pieceCount == 0) {
      pieceStart = offset;
    }
    pieceCount++;
  }

  private void endPiece() {
    pieces.add(new Piece(pieceStart, pieceCount));
    pieceCount = 0;
  }

  private void finishBatch() {
    if (count == 0) {
      return;
    }
    closeStream();
    endPiece();
    int size = size();
    ByteBuffer bytes = spare.take(size);
    bytes.put(0, written.buffer(), 0, size);
    writeHeader(bytes, size);
    finished.add(new Rebuilt(RawBatch.of(bytes), pieces));
    reset();
  }

  private void writeHeader(ByteBuffer bytes, int size) {
    DefaultRecordBatch.writeHeader(
        bytes,
        0,
        count - 1,
        size,
        RecordBatch.CURRENT_MAGIC_VALUE,
        CompressionType.forId(codec.id()),
        TimestampType.CREATE_TIME,
        baseTimestampMs,
        maxTimestampMs,
        RecordBatch.NO_PRODUCER_ID,
        RecordBatch.NO_PRODUCER_EPOCH,
        RecordBatch.NO_SEQUENCE,
        false,
        false,
        false,
        RecordBatch.NO_PARTITION_LEADER_EPOCH,
        count);
    bytes.position(0);
  }

  private void closeStream() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }

  private void reset() {
    ByteBuffer used = written.buffer();
    scratch = used.capacity() <= KEPT_SCRATCH_BYTES ? used : ByteBuffer.allocate(SCRATCH_BYTES);
    out = null;
    written = null;
    uncompressedBytes = 0;
    count = 0;
    pieces = new ArrayList<>();
    pieceCount = 0;
  }

  private int size() {
    return written.position();
  }

  /** More than any record takes besides its length: attributes and two deltas. */
  private static long sizeOf(RecordView view) {
    return 1 + 2L * Varint.LONGEST + (view.to - view.from);
  }
}
