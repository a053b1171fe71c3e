/**
 * The replication graph in git: the model, reading it from YAML with every problem named, patterns
 * that expand to flows, naming, selection, and the proof that no topic can come back. Pure but for
 * the reading of files; no Kafka classes.
 */
package io.crosstide.topology;
