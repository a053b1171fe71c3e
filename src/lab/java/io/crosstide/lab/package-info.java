/**
 * The laboratory: real KRaft brokers, faults, traffic and a content check, shared by the tests and
 * the demo and never part of the shipped program. The only place that touches broker internals;
 * written against the Kafka version that the build pins. May depend on {@code topology} and {@code
 * status}, nothing else of the program.
 */
package io.crosstide.lab;
