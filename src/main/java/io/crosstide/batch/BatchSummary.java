package io.crosstide.batch;

/**
 * What a batch header says, without the batch.
 *
 * @param baseOffset offset of the first record; -1 for a compressed message of a format before v2
 * @param lastOffset offset of the last record, as the header claims (compaction may have removed
 *     records between)
 * @param recordCount records in the batch; -1 for a compressed message of a format before v2
 * @param producerId who wrote it; -1 for a producer that is not idempotent
 * @param producerEpoch epoch of the producer
 * @param baseSequence sequence number of the first record; -1 when there is none
 * @param control true for a transaction marker or other control batch
 */
public record BatchSummary(
    long baseOffset,
    long lastOffset,
    int recordCount,
    long producerId,
    short producerEpoch,
    int baseSequence,
    boolean control) {}
