/**
 * Which source offset stands at which target offset, per lane, as runs of a constant difference:
 * kept exactly, translated both ways, stored compactly. Pure; the store is behind {@code
 * mirror.LedgerPort}.
 */
package io.crosstide.ledger;
