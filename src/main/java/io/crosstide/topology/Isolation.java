package io.crosstide.topology;

/** Kafka's {@code isolation.level}: whether open and aborted transactions are read. */
public enum Isolation {
  READ_COMMITTED,
  READ_UNCOMMITTED
}
