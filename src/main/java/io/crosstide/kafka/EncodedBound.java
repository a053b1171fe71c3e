package io.crosstide.kafka;

import io.crosstide.batch.Codec;

/**
 * How large a batch can get in the worst case if one more record is written into it, while its
 * compressor still holds back an unknown part of what it was given.
 */
final class EncodedBound {
  /** Stream and block headers, end marks, checksums. */
  private static final int FRAMING_BYTES = 128;

  /** What can't be compressed grows: by a sixth at most, as snappy itself says. */
  private static final int SNAPPY_GROWTH = 6;

  /** The others store such blocks as they are, with a few bytes for every 16 KB or more. */
  private static final int OTHER_GROWTH = 256;

  private EncodedBound() {}

  /**
   * @param written bytes of the batch so far, header included
   * @param uncompressed bytes of records given to the compressor so far
   * @param next bytes of the next record, at most
   */
  static long of(Codec codec, int written, long uncompressed, long next) {
    if (codec == Codec.NONE) {
      return written + next;
    }
    return written + grown(codec, Math.min(uncompressed, heldBack(codec)) + next);
  }

  private static long grown(Codec codec, long bytes) {
    int growth = codec == Codec.SNAPPY ? SNAPPY_GROWTH : OTHER_GROWTH;
    return bytes + bytes / growth + FRAMING_BYTES;
  }

  /**
   * Bytes that come out at most after everything was put in: input not yet compressed, and output
   * not yet handed on. From the streams' buffers as Kafka 4.2 sets them up.
   */
  private static long heldBack(Codec codec) {
    return switch (codec) {
      case NONE -> 0;
      // 16 KB input buffer, 64 KB pending in deflate, 8 KB output buffer.
      case GZIP -> 96 * 1024;
      // A 32 KB block and an output buffer of the size of a compressed one.
      case SNAPPY -> 80 * 1024;
      // One block.
      case LZ4 -> 64 * 1024;
      // 16 KB input buffer, one 128 KB block going in and one coming out.
      case ZSTD -> 288 * 1024;
    };
  }
}
