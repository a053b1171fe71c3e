package io.crosstide.kafka;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.memory.MemoryPool;

/**
 * Where a client receives large responses: outside the heap, the same memory again and again. There
 * are never more than one for each fetch under way. Small responses, and the rare ones that are too
 * large, come from the heap; of the latter one at a time, however many connections bring them: the
 * selector has the others wait. One thread only.
 */
final class ResponseMemory implements MemoryPool {
  static final int MIN_BYTES = 64 << 10;

  /** Sizes go by steps, so that what one response had fits the next. */
  static final int STEP_BYTES = 512 << 10;

  /** What is kept for later, at most. */
  private static final int MAX_KEPT = 4;

  private final int maxBytes;
  private final List<ByteBuffer> kept = new ArrayList<>();
  private boolean largeUnderWay;

  /**
   * @param maxBytes of a response that is kept for
   */
  ResponseMemory(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public ByteBuffer tryAllocate(int bytes) {
    if (bytes > maxBytes) {
      return large(bytes);
    }
    if (bytes < MIN_BYTES) {
      return ByteBuffer.allocate(bytes);
    }
    ByteBuffer found =
        kept.stream()
            .filter(buffer -> buffer.capacity() >= bytes)
            .min(Comparator.comparingInt(ByteBuffer::capacity))
            .orElse(null);
    if (found == null) {
      // The smaller one that would be used from now on no more makes room.
      if (!kept.isEmpty()) {
        kept.removeLast();
      }
      found = ByteBuffer.allocateDirect(Math.min(maxBytes, roundUp(bytes)));
    } else {
      // By identity: buffers that have been read to their end are equal, whatever they are.
      ByteBuffer taken = found;
      kept.removeIf(buffer -> buffer == taken);
    }
    return found.clear().limit(bytes);
  }

  /** Null while another one is under way. */
  private ByteBuffer large(int bytes) {
    if (largeUnderWay) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    largeUnderWay = true;
    return buffer;
  }

  @Override
  public void release(ByteBuffer buffer) {
    if (buffer.capacity() > maxBytes) {
      largeUnderWay = false;
    } else if (buffer.isDirect() && kept.size() < MAX_KEPT) {
      kept.add(buffer);
      kept.sort(Comparator.comparingInt(ByteBuffer::capacity).reversed());
    }
  }

  private static int roundUp(int bytes) {
    return Math.ceilDiv(bytes, STEP_BYTES) * STEP_BYTES;
  }

  @Override
  public long size() {
    return Long.MAX_VALUE;
  }

  @Override
  public long availableMemory() {
    return Long.MAX_VALUE;
  }

  @Override
  public boolean isOutOfMemory() {
    return largeUnderWay;
  }
}
