package io.crosstide.batch;

/**
 * A hold on a buffer's share of the memory budget. Closing more than once has no further effect.
 */
@FunctionalInterface
public interface Lease extends AutoCloseable {
  Lease NONE = () -> {};

  @Override
  void close();
}
