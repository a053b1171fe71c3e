package io.crosstide.mirror;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What each partition holds and who wrote it, kept apart from the logs, so that every append can be
 * judged the moment it happens.
 */
final class Truth implements FakePartition.Watcher {
  static final String APPLICATION = "application";
  private static final String COORDINATOR = "coordinator";

  /** Whether a record counts. */
  enum Outcome {
    OPEN,
    COMMITTED,
    ABORTED
  }

  static final class Entry {
    final long offset;
    final TestRecord record;
    final String writer;
    Outcome outcome;

    private Entry(long offset, TestRecord record, String writer, Outcome outcome) {
      this.offset = offset;
      this.record = record;
      this.writer = writer;
      this.outcome = outcome;
    }
  }

  private record Change(long base, Runnable undo) {}

  /** One partition's past. */
  static final class History {
    final TreeMap<Long, Entry> entries = new TreeMap<>();
    final Map<Long, Entry> byNumber = new HashMap<>();
    final Set<Long> removed = new HashSet<>();

    /** Those of them that went when the log's beginning did. */
    final Set<Long> deleted = new HashSet<>();

    private final Map<Long, List<Entry>> open = new HashMap<>();
    private final ArrayDeque<Change> changes = new ArrayDeque<>();
  }

  private final Map<FakePartition, History> histories = new HashMap<>();
  private final Map<String, List<LaneTruth>> flows = new HashMap<>();

  History of(FakePartition partition) {
    return histories.computeIfAbsent(partition, p -> new History());
  }

  void follow(String flow, LaneTruth lane) {
    flows.computeIfAbsent(flow, f -> new ArrayList<>()).add(lane);
  }

  @Override
  public void appended(FakePartition partition, LogBatch batch, String writer) {
    History history = of(partition);
    if (batch.control()) {
      ended(history, batch);
      return;
    }
    boolean repeats = false;
    if (!writer.equals(APPLICATION)) {
      check(writer.equals(COORDINATOR) || flows.containsKey(writer), "unknown writer " + writer);
      LaneTruth lane = laneOf(partition, writer);
      lane.appended(batch);
      repeats = lane.repeats;
    }
    written(history, batch, writer, repeats);
  }

  private LaneTruth laneOf(FakePartition partition, String flow) {
    return flows.get(flow).stream()
        .filter(lane -> lane.target == partition)
        .findFirst()
        .orElseThrow(() -> new AssertionError(flow + " wrote into " + partition.name));
  }

  private static void written(History history, LogBatch batch, String writer, boolean repeats) {
    var added = new ArrayList<Entry>();
    Outcome outcome = batch.transactional ? Outcome.OPEN : Outcome.COMMITTED;
    batch.records.forEach(
        (offset, record) -> {
          var entry = new Entry(offset, record, writer, outcome);
          Entry twice = history.byNumber.putIfAbsent(record.number(), entry);
          check(
              twice == null || repeats,
              "record " + record.number() + " written twice, at " + offset);
          history.entries.put(offset, entry);
          added.add(entry);
        });
    List<Entry> open = new ArrayList<>();
    if (batch.transactional) {
      open = history.open.computeIfAbsent(batch.summary.producerId(), id -> new ArrayList<>());
      open.addAll(added);
    }
    List<Entry> transaction = open;
    history.changes.push(
        new Change(
            batch.base,
            () -> {
              transaction.removeAll(added);
              for (Entry entry : added) {
                history.entries.remove(entry.offset);
                history.byNumber.remove(entry.record.number(), entry);
              }
            }));
  }

  private static void ended(History history, LogBatch marker) {
    boolean commit = marker.records.get(marker.base).key().getShort(2) == 1;
    List<Entry> transaction = history.open.remove(marker.summary.producerId());
    if (transaction == null) {
      return;
    }
    transaction.forEach(e -> e.outcome = commit ? Outcome.COMMITTED : Outcome.ABORTED);
    history.changes.push(
        new Change(
            marker.base,
            () -> {
              transaction.forEach(e -> e.outcome = Outcome.OPEN);
              history.open.put(marker.summary.producerId(), transaction);
            }));
  }

  @Override
  public void truncated(FakePartition partition, long end) {
    History history = of(partition);
    while (!history.changes.isEmpty() && history.changes.peek().base() >= end) {
      history.changes.pop().undo().run();
    }
    flows.values().stream()
        .flatMap(List::stream)
        .filter(lane -> lane.target == partition)
        .forEach(lane -> lane.truncated(end));
  }

  @Override
  public void removed(FakePartition partition, long offset) {
    History history = of(partition);
    if (history.removed.add(offset) && offset < partition.start()) {
      history.deleted.add(offset);
      flows.values().stream()
          .flatMap(List::stream)
          .filter(lane -> lane.source == partition)
          .forEach(lane -> lane.deleted(offset));
    }
  }

  static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
