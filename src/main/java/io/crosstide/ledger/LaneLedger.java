package io.crosstide.ledger;

/** Placeholder. */
public final class LaneLedger {}
