package io.crosstide.bench;

/**
 * What lies in the source topic.
 *
 * @param partitions of the one topic
 * @param records over all partitions
 * @param recordBytes of each value
 * @param compression codec's name as Kafka writes it, {@code none} for none
 * @param batchBytes producer's {@code batch.size}; batches are full
 * @param skewed half of the records in a tenth of the partitions, instead of evenly spread
 * @param transactional written in transactions that commit every 100 ms
 */
record Load(
    int partitions,
    long records,
    int recordBytes,
    String compression,
    int batchBytes,
    boolean skewed,
    boolean transactional) {

  static Load of(int partitions, long megabytes, int recordBytes, String compression) {
    return new Load(
        partitions,
        megabytes * 1_000_000 / recordBytes,
        recordBytes,
        compression,
        65_536,
        false,
        false);
  }

  /** Some records for every partition, and soon written. */
  static Load few(int partitions) {
    return new Load(partitions, 100L * partitions, 512, "none", 1_024, false, false);
  }

  /** None: records come while the case runs. */
  static Load none(int partitions) {
    return new Load(partitions, 0, 512, "none", 16_384, false, false);
  }

  Load batches(int bytes) {
    return new Load(
        partitions, records, recordBytes, compression, bytes, skewed, transactional);
  }

  Load skew() {
    return new Load(
        partitions, records, recordBytes, compression, batchBytes, true, transactional);
  }

  Load inTransactions() {
    return new Load(partitions, records, recordBytes, compression, batchBytes, skewed, true);
  }

  /** Of all values together, before compression. */
  long bytes() {
    return records * recordBytes;
  }
}
