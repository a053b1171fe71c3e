/**
 * The benchmark: real brokers as child processes, the same topics mirrored by Crosstide and by
 * MirrorMaker 2 in turns, what each cost, and whether the target holds what the source holds. May use
 * the lab; nothing uses it.
 */
package io.crosstide.bench;
