package io.crosstide.batch;

/** Compression of a batch, with the number Kafka gives it in the attributes (lowest three bits). */
public enum Codec {
  NONE(0),
  GZIP(1),
  SNAPPY(2),
  LZ4(3),
  ZSTD(4);

  private static final Codec[] BY_ID = values();

  private final int id;

  Codec(int id) {
    this.id = id;
  }

  public int id() {
    return id;
  }

  /**
   * @throws MalformedBatchException when no codec has this number
   */
  public static Codec byId(int id) {
    if (id < 0 || id >= BY_ID.length) {
      throw new MalformedBatchException("compression codec " + id + " is not known");
    }
    return BY_ID[id];
  }
}
