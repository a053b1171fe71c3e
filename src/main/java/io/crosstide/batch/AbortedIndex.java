package io.crosstide.batch;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells the batches of aborted transactions in one fetch response, as a READ_COMMITTED consumer
 * does (KIP-98): a producer's transaction counts as aborted from its first offset to its abort
 * marker. Has to be shown every batch of the response once, in order, control batches too.
 */
public final class AbortedIndex {
  private final List<AbortedTransaction> byFirstOffset;
  private final Set<Long> aborting = new HashSet<>();
  private int begun;

  /**
   * @param aborted the response's aborted transactions, in any order
   */
  public AbortedIndex(List<AbortedTransaction> aborted) {
    this.byFirstOffset =
        aborted.stream().sorted(Comparator.comparingLong(AbortedTransaction::firstOffset)).toList();
  }

  /**
   * Whether this data batch belongs to an aborted transaction and must not cross. Always false for
   * a control batch.
   *
   * @throws MalformedBatchException when a control batch's record can't be read
   */
  public boolean isAborted(RawBatch batch) {
    if (batch.producerId() < 0) {
      return false;
    }
    while (begun < byFirstOffset.size()
        && byFirstOffset.get(begun).firstOffset() <= batch.lastOffset()) {
      aborting.add(byFirstOffset.get(begun).producerId());
      begun++;
    }
    if (batch.isControl()) {
      if (ControlKey.isAbort(batch)) {
        aborting.remove(batch.producerId());
      }
      return false;
    }
    return batch.isTransactional() && aborting.contains(batch.producerId());
  }
}
