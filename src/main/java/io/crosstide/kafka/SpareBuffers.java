package io.crosstide.kafka;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Memory of rebuilt batches, outside the heap and used again and again: batches on their way live
 * just long enough for the garbage collector to carry them into the old generation. Buffers are of
 * one size; a batch that is larger, or one too many, lives on the heap. Not thread-safe.
 */
final class SpareBuffers {
  /** A joined batch, and what it may grow by when its records compress worse together. */
  static final int BUFFER_BYTES = 96 * 1024;

  /** Five under way for each of ten busy lanes: 4.8 MB. */
  static final int MAX_BUFFERS = 50;

  private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
  private int made;

  /** So many bytes, from position 0. */
  ByteBuffer take(int bytes) {
    if (bytes <= BUFFER_BYTES) {
      ByteBuffer buffer = free.poll();
      if (buffer == null && made < MAX_BUFFERS) {
        made++;
        buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
      }
      if (buffer != null) {
        return buffer.clear().limit(bytes);
      }
    }
    return ByteBuffer.allocate(bytes);
  }

  /** Once for each that was taken, or not at all. */
  void give(ByteBuffer buffer) {
    if (buffer.isDirect()) {
      free.push(buffer);
    }
  }
}
