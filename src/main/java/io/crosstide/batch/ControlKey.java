package io.crosstide.batch;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * The key of a control batch's only record: version and type, 16 bits each
 * (https://kafka.apache.org/documentation/#controlbatch).
 */
final class ControlKey {
  private static final short ABORT = 0;
  private static final int SMALLEST_KEY = 4;
  private static final int LONGEST_VARLONG = 10;

  private ControlKey() {}

  /**
   * Whether the control batch is an abort marker. An empty one, which the log cleaner may leave, is
   * none.
   *
   * @throws MalformedBatchException when the record can't be read
   */
  static boolean isAbort(RawBatch batch) {
    if (batch.recordCount() == 0) {
      return false;
    }
    if (batch.codec() != Codec.NONE) {
      throw new MalformedBatchException(batch + " is a compressed control batch");
    }
    ByteBuffer records = batch.records();
    try {
      long size = varlong(records);
      if (size < 0 || size > records.remaining()) {
        throw new MalformedBatchException(batch + " has a control record of " + size + " bytes");
      }
      return type(batch, records.slice(records.position(), (int) size)) == ABORT;
    } catch (BufferUnderflowException e) {
      throw new MalformedBatchException(batch + " has a control record that is cut off", e);
    }
  }

  private static short type(RawBatch batch, ByteBuffer control) {
    skipAttributesAndDeltas(control);
    long keySize = varlong(control);
    if (keySize < SMALLEST_KEY || keySize > control.remaining()) {
      throw new MalformedBatchException(
          batch + " has a control record with a key of " + keySize + " bytes");
    }
    short version = control.getShort();
    if (version < 0) {
      throw new MalformedBatchException(batch + " has control record version " + version);
    }
    return control.getShort();
  }

  private static void skipAttributesAndDeltas(ByteBuffer control) {
    control.get();
    varlong(control);
    varlong(control);
  }

  private static long varlong(ByteBuffer bytes) {
    long raw = 0;
    for (int read = 0; read < LONGEST_VARLONG; read++) {
      byte next = bytes.get();
      raw |= (long) (next & 0x7F) << (7 * read);
      if (next >= 0) {
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw new MalformedBatchException("number of more than " + LONGEST_VARLONG + " bytes");
  }
}
