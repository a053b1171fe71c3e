package io.crosstide.ledger;

/**
 * Bytes that claim to be a part of a ledger and are not, or were written by a newer version. The
 * lane they belong to must not start: it would mirror again what it has mirrored already.
 */
public final class MalformedLedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedLedgerException(String message) {
    super(message);
  }
}
