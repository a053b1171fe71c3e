package io.crosstide.kafka;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Memory of fetched chunks, outside the heap and used again and again: sockets read and write it
 * without a copy, and the garbage collector never sees it. Given out in runs of pages, first fit,
 * so that a source that brings little touches little. Any thread.
 */
final class ChunkMemory {
  static final int PAGE_BYTES = 16 << 10;

  /** Memory is taken from the system in such pieces; a chunk larger than one lives on the heap. */
  static final int SLAB_BYTES = 4 << 20;

  private static final int PAGES = SLAB_BYTES / PAGE_BYTES;

  private int maxSlabs;
  private final List<Slab> slabs = new ArrayList<>();

  /**
   * @param limitBytes the most that is ever taken from the system, rounded up to a whole slab
   */
  ChunkMemory(long limitBytes) {
    limit(limitBytes);
  }

  /** Another limit. Slabs beyond it are let go of when nothing in them is in use any more. */
  final synchronized void limit(long limitBytes) {
    maxSlabs = Math.toIntExact(Math.ceilDiv(limitBytes, SLAB_BYTES));
    shrink();
  }

  private void shrink() {
    for (int i = slabs.size() - 1; i >= 0 && slabs.size() > maxSlabs; i--) {
      if (slabs.get(i).used.isEmpty()) {
        slabs.remove(i);
      }
    }
  }

  /** Bytes for one chunk, in use until {@link #give}. */
  static final class Block {
    private final ByteBuffer bytes;
    private final Slab slab;
    private final int firstPage;
    private final int pages;

    private Block(ByteBuffer bytes, Slab slab, int firstPage, int pages) {
      this.bytes = bytes;
      this.slab = slab;
      this.firstPage = firstPage;
      this.pages = pages;
    }

    /** Exactly as many bytes as asked for, from position 0. */
    ByteBuffer bytes() {
      return bytes;
    }

    /** What the chunk keeps others from using. */
    long heldBytes() {
      return slab == null ? bytes.capacity() : (long) pages * PAGE_BYTES;
    }
  }

  private static final class Slab {
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(SLAB_BYTES);
    private final BitSet used = new BitSet(PAGES);

    /** First page of a free run, or -1. */
    private int find(int pages) {
      int from = used.nextClearBit(0);
      while (from + pages <= PAGES) {
        int next = used.nextSetBit(from);
        if (next < 0 || next - from >= pages) {
          return from;
        }
        from = used.nextClearBit(next);
      }
      return -1;
    }
  }

  /** From the heap when less than a page, more than a slab, or when no run of pages is free. */
  synchronized Block take(int bytes) {
    if (bytes >= PAGE_BYTES && bytes <= SLAB_BYTES) {
      int pages = Math.ceilDiv(bytes, PAGE_BYTES);
      for (Slab slab : slabs) {
        int first = slab.find(pages);
        if (first >= 0) {
          return take(slab, first, pages, bytes);
        }
      }
      if (slabs.size() < maxSlabs) {
        Slab slab = new Slab();
        slabs.add(slab);
        return take(slab, 0, pages, bytes);
      }
    }
    return new Block(ByteBuffer.allocate(bytes), null, 0, 0);
  }

  private static Block take(Slab slab, int first, int pages, int bytes) {
    slab.used.set(first, first + pages);
    return new Block(slab.bytes.slice(first * PAGE_BYTES, bytes), slab, first, pages);
  }

  /** Once for each block. */
  synchronized void give(Block block) {
    if (block.slab != null) {
      block.slab.used.clear(block.firstPage, block.firstPage + block.pages);
      shrink();
    }
  }
}
