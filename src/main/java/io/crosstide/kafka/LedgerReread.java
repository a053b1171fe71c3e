package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads a flow's ledgers again for lanes that find that somebody else had them. All who ask while a
 * read is under way share the next one.
 */
final class LedgerReread implements AutoCloseable {
  private record Question(LedgerEntry entry, Consumer<LaneEvent> answer) {}

  private final Supplier<LedgerLoad> read;
  private final ThreadPoolExecutor worker;
  private List<Question> waiting = new ArrayList<>();
  private boolean reading;
  private boolean closed;

  LedgerReread(String flow, Supplier<LedgerLoad> read) {
    this.read = read;
    this.worker = NamedThreads.worker("crosstide-ledger-read-" + flow, 1);
  }

  /** One question per lane that waits for its answer, so no more than there are lanes. */
  void ask(LedgerEntry entry, Consumer<LaneEvent> answer) {
    synchronized (this) {
      if (!closed) {
        waiting.add(new Question(entry, answer));
        if (!reading) {
          reading = true;
          worker.execute(this::readForAll);
        }
        return;
      }
    }
    answer.accept(new LaneEvent.OperationFailed("readLedger", Failures.closed()));
  }

  private void readForAll() {
    for (List<Question> asked = next(); !asked.isEmpty(); asked = next()) {
      try {
        LedgerLoad load = read.get();
        for (Question question : asked) {
          LedgerEntry entry = question.entry();
          boolean ahead = entry.ledger().adopt(load.ledger(entry.key()));
          question.answer().accept(new LaneEvent.LedgerRead(ahead));
        }
      } catch (RuntimeException e) {
        Failure failure = failure(e);
        asked.forEach(q -> q.answer().accept(new LaneEvent.OperationFailed("readLedger", failure)));
      }
    }
  }

  private static Failure failure(RuntimeException error) {
    return error instanceof ClusterException cluster
        ? cluster.failure()
        : new Failure(Failure.Kind.TRANSIENT, "LEDGER_NOT_READ", error.toString());
  }

  private synchronized List<Question> next() {
    List<Question> asked = waiting;
    waiting = new ArrayList<>();
    reading = !asked.isEmpty();
    return asked;
  }

  @Override
  public synchronized void close() {
    closed = true;
    worker.shutdown();
  }
}
