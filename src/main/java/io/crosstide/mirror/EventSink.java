package io.crosstide.mirror;

/** Takes events from the ports. Callable from any thread; never blocks. */
@FunctionalInterface
public interface EventSink {
  void deliver(Delivery delivery);
}
