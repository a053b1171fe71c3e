package io.crosstide.kafka;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.memory.MemoryPool;

/**
 * Where a client receives large responses: outside the heap, the same memory again and again. There
 * are never more than one for each fetch under way. Refuses nobody: how much may come is bounded by
 * what is asked for. Small responses, and the rare ones that are too large, come from the heap. One
 * thread only.
 */
final class ResponseMemory implements MemoryPool {
  static final int MIN_BYTES = 64 << 10;

  /** What is kept for later, at most. */
  private static final int MAX_KEPT = 4;

  private final int maxBytes;
  private final List<ByteBuffer> kept = new ArrayList<>();

  /**
   * @param maxBytes of a response that is kept for
   */
  ResponseMemory(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public ByteBuffer tryAllocate(int bytes) {
    if (bytes < MIN_BYTES || bytes > maxBytes) {
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

  @Override
  public void release(ByteBuffer buffer) {
    if (buffer.isDirect() && kept.size() < MAX_KEPT) {
      kept.add(buffer);
      kept.sort(Comparator.comparingInt(ByteBuffer::capacity).reversed());
    }
  }

  private static int roundUp(int bytes) {
    return Integer.highestOneBit(bytes - 1) << 1;
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
    return false;
  }
}
