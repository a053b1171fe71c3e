package io.crosstide.kafka;

import io.crosstide.batch.Codec;
import io.crosstide.batch.MalformedBatchException;
import io.crosstide.batch.RawBatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Reads messages of the formats before v2 as today's consumers do
 * (https://kafka.apache.org/documentation/#messageset): a compressed wrapper's messages have
 * absolute offsets in format 0 and, in format 1, offsets that count up to the wrapper's own.
 */
final class OldMessages {
  private static final int OFFSET_AND_SIZE = 12;

  private final BatchOpener opener;
  private final RecordWindow window;
  private final RecordView view;

  OldMessages(BatchOpener opener, RecordWindow window, RecordView view) {
    this.opener = opener;
    this.window = window;
    this.view = view;
  }

  void read(RawBatch batch, RecordSink sink) {
    ByteBuffer whole = batch.bytes();
    OldMessage outer =
        OldMessage.parse(
            whole.slice(OFFSET_AND_SIZE, batch.sizeInBytes() - OFFSET_AND_SIZE), batch);
    if (outer.codec() == Codec.NONE) {
      emit(outer, batch.lastOffset(), outer.timestampMs(), sink);
      return;
    }
    if (outer.value() == null) {
      throw new MalformedBatchException(batch + " is compressed and has no value");
    }
    long last = lastInnerOffset(batch, outer);
    long shift = batch.magic() == 0 ? 0 : batch.lastOffset() - last;
    if (shift < 0) {
      throw new MalformedBatchException(batch + " has a message after its last offset");
    }
    forEachInner(batch, outer, (offset, inner) -> emitInner(batch, offset + shift, inner, sink));
  }

  /** A first pass over the wrapper, so that no batch has to be held decompressed as a whole. */
  private long lastInnerOffset(RawBatch batch, OldMessage outer) {
    long[] last = {-1};
    forEachInner(batch, outer, (offset, inner) -> last[0] = offset);
    if (last[0] < 0) {
      throw new MalformedBatchException(batch + " wraps no message");
    }
    return last[0];
  }

  private void forEachInner(RawBatch batch, OldMessage outer, InnerSink sink) {
    try (InputStream in =
        opener.decompress(outer.codec(), outer.value().duplicate(), batch.magic())) {
      window.open(in);
      while (!window.isAtEnd()) {
        // Kafka's readers drop a message that is cut off, silently; a mirror must not.
        window.require(OFFSET_AND_SIZE);
        ByteBuffer head = ByteBuffer.wrap(window.bytes(), window.position(), OFFSET_AND_SIZE);
        long offset = head.getLong();
        int size = head.getInt();
        OldMessage.requireSize(size, batch);
        window.position(window.position() + OFFSET_AND_SIZE);
        window.require(size);
        ByteBuffer inner = ByteBuffer.wrap(window.bytes()).slice(window.position(), size);
        window.position(window.position() + size);
        sink.accept(offset, OldMessage.parse(inner, batch));
      }
    } catch (IOException e) {
      throw new MalformedBatchException(batch + " can't be decompressed", e);
    }
  }

  private void emitInner(RawBatch batch, long offset, OldMessage inner, RecordSink sink) {
    inner.requireIntact(batch);
    if (inner.codec() != Codec.NONE) {
      throw new MalformedBatchException(batch + " wraps a message that is compressed itself");
    }
    boolean appendTime = batch.isLogAppendTime() && inner.magic() > 0;
    emit(inner, offset, appendTime ? batch.maxTimestamp() : inner.timestampMs(), sink);
  }

  private void emit(OldMessage message, long offset, long timestampMs, RecordSink sink) {
    view.offset = offset;
    view.timestampMs = timestampMs;
    view.attributes = 0;
    view.bytes = message.asFields();
    view.from = 0;
    view.to = view.bytes.length;
    sink.accept(view);
  }

  @FunctionalInterface
  private interface InnerSink {
    void accept(long offset, OldMessage inner);
  }
}
