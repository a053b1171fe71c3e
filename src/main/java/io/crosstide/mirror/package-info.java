/**
 * The mirror loop: one {@link io.crosstide.mirror.Lane} per partition, a state machine without I/O,
 * clock or threads, and {@link io.crosstide.mirror.MirrorLoop}, which feeds lanes with events and
 * hands their commands to the ports. May use {@code batch} and {@code ledger}; everything that
 * touches Kafka is behind the ports and lives in {@code kafka}.
 */
package io.crosstide.mirror;
