package io.crosstide.status;

/** Whatever runs and can say how it is. */
@FunctionalInterface
public interface StatusSource {
  /** How everything is now. Cheap, never blocks, callable from any thread. */
  Snapshot snapshot();

  /** Has topics, configs and ACLs compared at once, and returns before that is done. */
  default void reconcile() {}
}
