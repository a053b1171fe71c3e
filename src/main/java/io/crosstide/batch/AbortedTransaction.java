package io.crosstide.batch;

/**
 * From a fetch response under READ_COMMITTED: this producer's transaction that began at this offset
 * was aborted.
 */
public record AbortedTransaction(long producerId, long firstOffset) {}
