package io.crosstide.status;

/** Whatever runs and can say how it is. */
@FunctionalInterface
public interface StatusSource {
  /** How everything is now. Cheap, never blocks, callable from any thread. */
  Snapshot snapshot();
}
