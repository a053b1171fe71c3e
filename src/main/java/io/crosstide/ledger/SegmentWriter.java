package io.crosstide.ledger;

import java.util.Arrays;

/**
 * Writes a segment: version, flags, base, next minus base, count, target base, producer ids, the
 * appender when a flag says so; then per run twice the source gap to the run before, plus one when
 * a target gap follows, and the length minus one. All numbers are {@link Varints}; a run between
 * two transaction markers takes two or three bytes.
 */
final class SegmentWriter {
  static final byte VERSION = 1;
  static final byte BEGAN = 1;
  static final byte APPENDER = 2;

  private final SegmentHeader header;
  private byte[] bytes;
  private int position;
  private long sourceEnd;
  private long firstTarget = -1;
  private long targetEnd;

  SegmentWriter(SegmentHeader header) {
    this.header = header;
    bytes = new byte[2 + 8 * Varints.MAX_BYTES + 4 * header.count()];
    bytes[0] = VERSION;
    bytes[1] =
        (byte) ((header.began() ? BEGAN : 0) | (header.appender().isPresent() ? APPENDER : 0));
    position = 2;
    put(header.base());
    put(header.next() - header.base());
    put(header.count());
    put(header.targetBase());
    put(header.producers().size());
    header.producers().forEach(this::put);
    header.appender().ifPresent(this::put);
    sourceEnd = header.base();
    targetEnd = header.targetBase();
  }

  void add(long source, long target, long length) {
    if (firstTarget == -1) {
      firstTarget = target;
    }
    long targetGap = target - targetEnd;
    put(((source - sourceEnd) << 1) | (targetGap == 0 ? 0 : 1));
    if (targetGap != 0) {
      put(targetGap);
    }
    put(length - 1);
    sourceEnd = source + length;
    targetEnd = target + length;
  }

  Segment finish() {
    long end = header.count() == 0 ? -1 : targetEnd;
    return new Segment(header, firstTarget, end, Arrays.copyOf(bytes, position));
  }

  private void put(Appender appender) {
    put(appender.producerId());
    put(appender.epoch());
    put(appender.nextSequence());
    put(appender.from());
  }

  private void put(long value) {
    if (bytes.length - position < Varints.MAX_BYTES) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    position = Varints.put(bytes, position, value);
  }
}
