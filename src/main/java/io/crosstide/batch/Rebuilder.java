package io.crosstide.batch;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The record path: opens batches that can't cross as they are and writes their records into new
 * ones.
 */
public interface Rebuilder {
  /**
   * Writes the records of consecutive source batches into new v2 batches, in order. Keys, values,
   * headers and null values stay as they are; a record's timestamp is the one a reader of the
   * source sees (the append time of a LogAppendTime batch). The new batches are CreateTime, not
   * transactional, without producer id, base offset 0.
   *
   * @param batches data batches of any format version, in offset order, none of them control
   *     batches
   * @param fromOffset records before it are left out
   * @param codec compression of the new batches; empty keeps each batch's own, and a change of
   *     codec begins a new batch
   * @param most no new batch is larger, unless one record alone is
   * @return at least one batch, unless no record remains: all lie before {@code fromOffset}, or
   *     compaction emptied the batches
   * @throws CorruptBatchException when a checksum is wrong
   * @throws MalformedBatchException when the bytes can't be read as records
   */
  List<Rebuilt> rebuild(List<RawBatch> batches, long fromOffset, Optional<Codec> codec, Most most);

  /** The same with batches of any number of records. */
  default List<Rebuilt> rebuild(
      List<RawBatch> batches, long fromOffset, Optional<Codec> codec, int maxBytes) {
    return rebuild(batches, fromOffset, codec, Most.bytes(maxBytes));
  }

  /**
   * How large a new batch may be.
   *
   * @param bytes header included
   * @param records how many
   */
  record Most(int bytes, int records) {
    public Most {
      if (bytes <= 0 || records <= 0) {
        throw new IllegalArgumentException(
            "batches of at most " + bytes + " bytes and " + records + " records");
      }
    }

    /** However many records. */
    public static Most bytes(int bytes) {
      return new Most(bytes, Integer.MAX_VALUE);
    }
  }

  /**
   * A number that stands for one record's key, value, headers and timestamp; records that differ
   * have different ones, but for a chance in 2^64. Empty when the batch does not hold the offset.
   *
   * @throws CorruptBatchException when the checksum is wrong
   * @throws MalformedBatchException when the bytes can't be read as records
   */
  OptionalLong fingerprint(RawBatch batch, long offset);

  /**
   * Takes a rebuilt batch's memory back for batches to come: nobody reads it any more. What is
   * never given back is the garbage collector's.
   */
  default void recycle(RawBatch rebuilt) {}

  /** A new batch in its own buffer and the source offsets of its records. */
  record Rebuilt(RawBatch batch, List<Piece> pieces) {
    public Rebuilt {
      pieces = List.copyOf(pieces);
    }
  }
}
