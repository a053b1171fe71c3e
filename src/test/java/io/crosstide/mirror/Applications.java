package io.crosstide.mirror;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Applications that write into a fake cluster: plain, idempotent, and in transactions. */
final class Applications {
  private static final short EPOCH = 0;
  private static final int MOST_RECORDS = 60;

  private static final class Transaction {
    private final FakePartition partition;
    private final long producerId;
    private boolean ending;

    private Transaction(FakePartition partition, long producerId) {
      this.partition = partition;
      this.producerId = producerId;
    }
  }

  private final Timeline timeline;
  private final Map<FakePartition, Long> idempotent = new HashMap<>();
  private final List<Transaction> transactions = new ArrayList<>();
  private long numbers;

  /** How old records are when they are written. */
  long ageMs;

  Applications(Timeline timeline) {
    this.timeline = timeline;
  }

  /** One application does something. */
  void act(FakeCluster cluster, FakePartition partition) {
    switch (timeline.between(0, 9)) {
      case 0, 1, 2 -> write(partition, TestBatch.Writer.PLAIN, 0);
      case 3, 4, 5 -> {
        long id = idempotent.computeIfAbsent(partition, p -> cluster.coordinator.freshProducerId());
        write(partition, writer(partition, id), 0);
      }
      case 6 -> {
        var transaction = new Transaction(partition, cluster.coordinator.freshProducerId());
        transactions.add(transaction);
        write(transaction);
      }
      case 7, 8 -> any(this::write);
      default -> any(transaction -> end(transaction, timeline.chance(0.6)));
    }
  }

  /** Ends what is open. */
  void finish() {
    List.copyOf(transactions).forEach(transaction -> end(transaction, timeline.chance(0.5)));
  }

  boolean finished() {
    return transactions.isEmpty();
  }

  private void any(java.util.function.Consumer<Transaction> action) {
    if (!transactions.isEmpty()) {
      action.accept(transactions.get(timeline.between(0, transactions.size() - 1)));
    }
  }

  private void write(Transaction transaction) {
    if (!transaction.ending) {
      write(
          transaction.partition,
          writer(transaction.partition, transaction.producerId),
          TestBatch.TRANSACTIONAL);
    }
  }

  private void end(Transaction transaction, boolean commit) {
    if (!transaction.ending) {
      transaction.ending = true;
      mark(transaction, commit);
    }
  }

  private void mark(Transaction transaction, boolean commit) {
    transaction.partition.mark(
        transaction.producerId,
        EPOCH,
        commit,
        () -> transactions.remove(transaction),
        () -> timeline.in(FakeCoordinator.MARKER_RETRY_MS, () -> mark(transaction, commit)));
  }

  private static TestBatch.Writer writer(FakePartition partition, long producerId) {
    return new TestBatch.Writer(producerId, EPOCH, partition.producers.next(producerId));
  }

  private void write(FakePartition partition, TestBatch.Writer writer, int attributes) {
    int codec = timeline.chance(0.2) ? TestBatch.GZIP : 0;
    int count = timeline.chance(0.1) ? timeline.between(1, MOST_RECORDS) : timeline.between(1, 6);
    var records = new ArrayList<TestRecord>();
    for (int i = 0; i < count; i++) {
      records.add(
          TestRecord.of(
              numbers++, timeline.nowMs() - ageMs - timeline.between(0, 1_000), timeline));
    }
    ByteBuffer batch = TestBatch.of(writer, attributes | codec, records);
    partition.append(batch, Truth.APPLICATION, offset -> {}, failure -> {});
  }
}
