package io.crosstide.kafka;

import io.crosstide.batch.Codec;
import io.crosstide.batch.CorruptBatchException;
import io.crosstide.batch.MalformedBatchException;
import io.crosstide.batch.RawBatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.utils.BufferSupplier;

/**
 * Opens batches and hands out their records. Parses them itself where Kafka's reader would allocate
 * by lengths that it finds, or decode header keys and so lose those that are not UTF-8; Kafka's
 * streams decompress. Not thread-safe: buffers are reused from batch to batch.
 */
final class BatchOpener {
  private final BufferSupplier buffers = BufferSupplier.create();
  private final RecordView view = new RecordView();
  private final RecordWindow window;
  private final OldMessages oldMessages;

  BatchOpener(long maxInflatedBytes) {
    this.window = new RecordWindow(maxInflatedBytes);
    this.oldMessages = new OldMessages(this, window, view);
  }

  /**
   * Hands every record of the batch to the sink, in order.
   *
   * @throws CorruptBatchException when the checksum is wrong; nothing was decompressed then
   * @throws MalformedBatchException when the bytes are not the records that the header announces
   */
  void open(RawBatch batch, RecordSink sink) {
    if (!batch.isIntact()) {
      throw new CorruptBatchException(batch + " does not have the checksum in its header");
    }
    if (!batch.isCurrentFormat()) {
      oldMessages.read(batch, sink);
    } else if (batch.recordCount() > 0) {
      try (InputStream in = decompress(batch.codec(), batch.records(), batch.magic())) {
        readAll(batch, in, sink);
      } catch (IOException e) {
        throw new MalformedBatchException(batch + " can't be decompressed", e);
      }
    }
  }

  /** The decompressed content of these bytes; opening it reads the stream's own header. */
  InputStream decompress(Codec codec, ByteBuffer compressed, byte magic) {
    if (codec == Codec.SNAPPY) {
      SnappyFraming.check(compressed);
    }
    try {
      return Compression.of(CompressionType.forId(codec.id()))
          .build()
          .wrapForInput(compressed, magic, buffers);
    } catch (RuntimeException e) {
      throw new MalformedBatchException(codec + " stream can't be opened: " + e.getMessage(), e);
    }
  }

  private void readAll(RawBatch batch, InputStream in, RecordSink sink) {
    window.open(in);
    boolean appendTime = batch.isLogAppendTime();
    long baseTimestamp = batch.baseTimestamp();
    int count = batch.recordCount();
    for (int read = 0; read < count; read++) {
      long timestampDelta = readRecord(batch);
      view.timestampMs = appendTime ? batch.maxTimestamp() : baseTimestamp + timestampDelta;
      sink.accept(view);
    }
    if (!window.isAtEnd()) {
      throw new MalformedBatchException(batch + " goes on after its last record");
    }
  }

  private long readRecord(RawBatch batch) {
    int size = window.varint();
    if (size < 0) {
      throw new MalformedBatchException(batch + " has a record of " + size + " bytes");
    }
    window.require(size);
    int limit = window.position() + size;
    view.attributes = window.next(limit);
    final long timestampDelta = window.varlong(limit);
    int offsetDelta = window.varint(limit);
    view.offset = batch.baseOffset() + offsetDelta;
    view.bytes = window.bytes();
    view.from = window.position();
    view.to = limit;
    skipFields(limit);
    return timestampDelta;
  }

  private void skipFields(int limit) {
    window.skip(window.varint(limit), limit);
    window.skip(window.varint(limit), limit);
    int headers = window.varint(limit);
    if (headers < 0) {
      throw new MalformedBatchException("record with " + headers + " headers");
    }
    for (int header = 0; header < headers; header++) {
      int keySize = window.varint(limit);
      if (keySize < 0) {
        throw new MalformedBatchException("record header with a key of " + keySize + " bytes");
      }
      window.skip(keySize, limit);
      window.skip(window.varint(limit), limit);
    }
    if (window.position() != limit) {
      throw new MalformedBatchException(
          "record goes on for " + (limit - window.position()) + " bytes after its headers");
    }
  }
}
