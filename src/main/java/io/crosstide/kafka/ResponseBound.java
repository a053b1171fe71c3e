package io.crosstide.kafka;

/**
 * How large one answer of a broker may be. What it announces is memory of this process before its
 * first byte has come: a broker that is broken or hostile must not have the whole heap for a
 * number.
 */
final class ResponseBound {
  /** So much is always taken: the metadata of a large cluster in a small heap. */
  static final int LEAST_BYTES = 16 << 20;

  /** More is no use: no batch is larger. */
  static final int MOST_BYTES = 130 << 20;

  /** What is in an answer beside its largest batch, at most. */
  static final int AROUND_BYTES = 2 << 20;

  /** The answer, its largest batch once more, and what is held at the time share the heap. */
  private static final int SHARES = 6;

  private ResponseBound() {}

  /** For this process. A connection whose broker announces more is closed. */
  static int bytes() {
    return bytes(Runtime.getRuntime().maxMemory());
  }

  static int bytes(long maxHeapBytes) {
    return (int) Math.clamp(maxHeapBytes / SHARES, LEAST_BYTES, MOST_BYTES);
  }

  /** The largest batch that this process can take. */
  static int batchBytes() {
    return bytes() - AROUND_BYTES;
  }
}
