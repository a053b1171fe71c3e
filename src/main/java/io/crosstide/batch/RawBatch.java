package io.crosstide.batch;

/** Placeholder. */
public final class RawBatch {}
