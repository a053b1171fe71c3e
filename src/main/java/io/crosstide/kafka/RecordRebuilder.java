package io.crosstide.kafka;

import io.crosstide.batch.Codec;
import io.crosstide.batch.CorruptBatchException;
import io.crosstide.batch.MalformedBatchException;
import io.crosstide.batch.RawBatch;
import io.crosstide.batch.Rebuilder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The record path with Kafka's compression streams. A record's key, value and headers are copied as
 * bytes, never decoded. A batch is opened only after its checksum was verified ({@link
 * CorruptBatchException} otherwise). What a batch inflates to is bounded; how many batches come in
 * one call is the caller's to bound, all results are held at once. Not thread-safe.
 */
public final class RecordRebuilder implements Rebuilder {
  /** Bytes of records, decompressed, that one batch may hold. */
  public static final long MAX_INFLATED_BYTES = 256L * 1024 * 1024;

  private final BatchOpener opener;
  private final BatchWriter writer = new BatchWriter();

  public RecordRebuilder() {
    this(MAX_INFLATED_BYTES);
  }

  /**
   * @param maxInflatedBytes a batch with more bytes of records than this is malformed
   */
  public RecordRebuilder(long maxInflatedBytes) {
    if (maxInflatedBytes <= 0) {
      throw new IllegalArgumentException("maxInflatedBytes " + maxInflatedBytes + " <= 0");
    }
    this.opener = new BatchOpener(maxInflatedBytes);
  }

  @Override
  public List<Rebuilt> rebuild(
      List<RawBatch> batches, long fromOffset, Optional<Codec> codec, Most most) {
    OffsetOrder order = new OffsetOrder();
    writer.begin(most);
    try {
      for (RawBatch batch : batches) {
        rebuild(batch, order, fromOffset, codec.orElse(batch.codec()));
      }
      return writer.finish();
    } finally {
      writer.abandon();
    }
  }

  private void rebuild(RawBatch batch, OffsetOrder order, long fromOffset, Codec codec) {
    if (batch.isControl()) {
      throw new IllegalArgumentException(batch + " is a control batch");
    }
    writer.use(codec);
    opener.open(
        batch,
        view -> {
          order.advance(view.offset, batch);
          if (view.offset >= fromOffset) {
            writer.append(view);
          }
        });
  }

  @Override
  public void recycle(RawBatch rebuilt) {
    writer.recycle(rebuilt.buffer());
  }

  @Override
  public OptionalLong fingerprint(RawBatch batch, long offset) {
    long[] found = new long[2];
    opener.open(
        batch,
        view -> {
          if (view.offset == offset) {
            found[0] = 1;
            found[1] = fingerprint(view);
          }
        });
    return found[0] == 0 ? OptionalLong.empty() : OptionalLong.of(found[1]);
  }

  /** 64-bit FNV-1a, with a last turn that mixes the upper half in. */
  private static long fingerprint(RecordView view) {
    long hash = 0xCBF29CE484222325L;
    for (int i = view.from; i < view.to; i++) {
      hash = (hash ^ (view.bytes[i] & 0xFF)) * 0x100000001B3L;
    }
    hash = (hash ^ view.timestampMs) * 0x9E3779B97F4A7C15L;
    return hash ^ (hash >>> 32);
  }

  /** Offsets go up from record to record, within what each batch's header says. */
  private static final class OffsetOrder {
    private long previous = -1;

    void advance(long offset, RawBatch batch) {
      if (offset <= previous || offset > batch.lastOffset() || offset < batch.baseOffset()) {
        throw new MalformedBatchException(
            batch + " has a record at offset " + offset + " after one at " + previous);
      }
      previous = offset;
    }
  }
}
