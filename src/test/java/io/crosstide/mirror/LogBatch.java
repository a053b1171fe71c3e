package io.crosstide.mirror;

import io.crosstide.batch.BatchSummary;
import java.nio.ByteBuffer;
import java.util.SortedMap;
import java.util.TreeMap;

/** A batch in a fake log, with what it changed so that a leader change can take it back. */
final class LogBatch {
  final ByteBuffer bytes;
  final long base;
  final long last;
  final BatchSummary summary;
  final boolean transactional;
  final SortedMap<Long, TestRecord> records;
  final Runnable undo;

  LogBatch(ByteBuffer bytes, Runnable undo) {
    this.bytes = bytes;
    this.base = bytes.getLong(0);
    this.last = base + bytes.getInt(23);
    int attributes = bytes.getShort(21);
    this.summary =
        new BatchSummary(
            base,
            last,
            bytes.getInt(57),
            bytes.getLong(43),
            bytes.getShort(51),
            bytes.getInt(53),
            (attributes & TestBatch.CONTROL) != 0);
    this.transactional = (attributes & TestBatch.TRANSACTIONAL) != 0;
    this.records = TestBatch.read(bytes);
    this.undo = undo;
  }

  long maxTimestampMs() {
    return bytes.getLong(35);
  }

  boolean control() {
    return summary.control();
  }

  /** The batch as compaction leaves it: the same offsets in its header, without these records. */
  LogBatch without(Iterable<Long> offsets) {
    var kept = new TreeMap<>(records);
    offsets.forEach(kept::remove);
    var writer =
        new TestBatch.Writer(summary.producerId(), summary.producerEpoch(), summary.baseSequence());
    int attributes = bytes.getShort(21) & (TestBatch.GZIP | TestBatch.TRANSACTIONAL);
    ByteBuffer compacted = TestBatch.of(base, (int) (last - base), writer, attributes, kept);
    return new LogBatch(compacted, undo);
  }
}
