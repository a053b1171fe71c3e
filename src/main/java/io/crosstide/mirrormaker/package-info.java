/**
 * Reads the configuration of MirrorMaker 2 (Kafka 4.3), as properties and as Strimzi's resource,
 * and writes the equal topology, with a word on everything that was said. Pure: texts in, a text
 * out.
 */
package io.crosstide.mirrormaker;
