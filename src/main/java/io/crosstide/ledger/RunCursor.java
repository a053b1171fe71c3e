package io.crosstide.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the runs of a stored segment in order. See {@link SegmentWriter} for the layout. */
final class RunCursor {
  private final Varints.Reader reader;
  private final SegmentHeader header;
  private int left;
  private long source;
  private long target;
  private long length;
  private long sourceEnd;
  private long targetEnd;

  RunCursor(byte[] bytes) {
    if (bytes.length < 2) {
      throw new MalformedLedgerException("segment of " + bytes.length + " bytes");
    }
    if (bytes[0] != SegmentWriter.VERSION) {
      throw new MalformedLedgerException(
          "version " + bytes[0] + " is not known, this program reads " + SegmentWriter.VERSION);
    }
    if ((bytes[1] & ~(SegmentWriter.BEGAN | SegmentWriter.APPENDER)) != 0) {
      throw new MalformedLedgerException("flags " + bytes[1] + " are not known");
    }
    reader = new Varints.Reader(bytes, 2);
    long base = reader.nextPositive();
    long next = sum(base, reader.nextPositive());
    long count = reader.nextPositive();
    boolean began = (bytes[1] & SegmentWriter.BEGAN) != 0;
    long targetBase = reader.nextPositive();
    List<Long> producers = producers(reader);
    boolean appending = (bytes[1] & SegmentWriter.APPENDER) != 0;
    Optional<Appender> appender = appending ? Optional.of(appender(reader)) : Optional.empty();
    header =
        new SegmentHeader(
            base,
            next,
            began,
            (int) Math.min(count, Integer.MAX_VALUE),
            targetBase,
            producers,
            appender);
    left = header.count();
    sourceEnd = base;
    targetEnd = targetBase;
  }

  private static List<Long> producers(Varints.Reader reader) {
    long count = reader.nextPositive();
    if (count > SegmentHeader.MAX_PRODUCERS) {
      throw new MalformedLedgerException(count + " producer ids");
    }
    List<Long> producers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      producers.add(reader.nextPositive());
    }
    return producers;
  }

  private static Appender appender(Varints.Reader reader) {
    long producerId = reader.nextPositive();
    long epoch = reader.nextPositive();
    long sequence = reader.nextPositive();
    if (epoch > Short.MAX_VALUE || sequence > Integer.MAX_VALUE) {
      throw new MalformedLedgerException("epoch " + epoch + ", sequence " + sequence);
    }
    return new Appender(producerId, (short) epoch, (int) sequence, reader.nextPositive());
  }

  SegmentHeader header() {
    return header;
  }

  /** Moves to the next run; false at the end. */
  boolean advance() {
    if (left == 0) {
      return false;
    }
    left--;
    long gap = reader.next();
    source = sum(sourceEnd, gap >>> 1);
    target = (gap & 1) == 0 ? targetEnd : sum(targetEnd, reader.nextPositive());
    length = sum(reader.nextPositive(), 1);
    sourceEnd = sum(source, length);
    targetEnd = sum(target, length);
    if (sourceEnd > header.next()) {
      throw new MalformedLedgerException(
          "run to source offset " + sourceEnd + " in a segment that ends at " + header.next());
    }
    return true;
  }

  void expectEnd() {
    if (!reader.atEnd()) {
      throw new MalformedLedgerException("bytes after the last of " + header.count() + " runs");
    }
  }

  long source() {
    return source;
  }

  long target() {
    return target;
  }

  long length() {
    return length;
  }

  long sourceEnd() {
    return sourceEnd;
  }

  long targetEnd() {
    return targetEnd;
  }

  private static long sum(long a, long b) {
    long sum = a + b;
    if (a < 0 || b < 0 || sum < 0) {
      throw new MalformedLedgerException("offset " + a + " plus " + b + " is out of range");
    }
    return sum;
  }
}
