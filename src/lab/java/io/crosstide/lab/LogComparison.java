package io.crosstide.lab;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares what a target partition holds with what it should hold, in lock-step. On a difference it
 * looks at a window of both sides to say what happened; any difference is found, whatever lies
 * outside the window may only be named differently (missing here and unexpected there, instead of
 * moved). Pure and bounded in memory.
 */
final class LogComparison {
  /** Records of each side that are looked at to name a difference. */
  static final int WINDOW = 2_000;

  /** Matched records that are remembered, to know a second copy when it comes. */
  static final int REMEMBERED = 100_000;

  /** Of key, value, headers and timestamp: one differs, the others say it is the same record. */
  private static final int MAX_ALTERED_FIELDS = 1;

  private final String where;
  private final Side expected;
  private final Side actual;
  private final Differences.Builder found = new Differences.Builder();
  private final Map<RecordPrint.Content, Boolean> seen = new Recent();

  private LogComparison(
      String where, Iterator<RecordPrint> expected, Iterator<RecordPrint> actual) {
    this.where = where;
    this.expected = new Side(expected);
    this.actual = new Side(actual);
  }

  /**
   * @param where names the partition in the words about differences, {@code orders-0}
   */
  static Differences compare(
      String where, Iterator<RecordPrint> expected, Iterator<RecordPrint> actual) {
    LogComparison comparison = new LogComparison(where, expected, actual);
    comparison.run();
    return comparison.found.build();
  }

  private void run() {
    while (anyLeft()) {
      RecordPrint wanted = expected.head();
      RecordPrint got = actual.head();
      if (wanted != null && got != null && wanted.content().equals(got.content())) {
        match(wanted);
        expected.drop();
        actual.drop();
      } else {
        explain(wanted, got);
      }
    }
  }

  private boolean anyLeft() {
    boolean expectedLeft = expected.fill(1);
    boolean actualLeft = actual.fill(1);
    return expectedLeft || actualLeft;
  }

  private void match(RecordPrint print) {
    found.matched(print.bytes());
    seen.put(print.content(), true);
  }

  /** Takes at least one record off one side, and says why. */
  private void explain(RecordPrint wanted, RecordPrint got) {
    expected.fill(WINDOW);
    actual.fill(WINDOW);
    int gotComesLater = got == null ? -1 : expected.find(got);
    int wantedComesLater = wanted == null ? -1 : actual.find(wanted);
    if (got != null && gotComesLater < 0 && seen.containsKey(got.content())) {
      found.doubled(where + ": target offset " + got.offset() + " is a second copy");
      actual.drop();
    } else if (gotComesLater >= 0 && wantedComesLater >= 0) {
      moved(wanted, got, wantedComesLater, gotComesLater);
    } else if (wanted != null && got != null && gotComesLater < 0 && wantedComesLater < 0
        && altered(wanted, got)) {
      expected.drop();
      actual.drop();
    } else if (wanted != null && wantedComesLater < 0) {
      found.missing(where + ": source offset " + wanted.offset() + " is missing at the target");
      expected.drop();
    } else {
      found.unexpected(
          where + ": target offset " + got.offset() + " holds a record that should not be there");
      actual.drop();
    }
  }

  /** The record that travelled farther is the one that moved; the others kept their order. */
  private void moved(RecordPrint wanted, RecordPrint got, int wantedLater, int gotLater) {
    boolean early = gotLater >= wantedLater;
    RecordPrint source = early ? expected.remove(gotLater) : expected.drop();
    RecordPrint target = early ? actual.drop() : actual.remove(wantedLater);
    match(early ? got : wanted);
    found.reordered(
        "%s: source offset %d came too %s, at target offset %d"
            .formatted(where, source.offset(), early ? "early" : "late", target.offset()));
  }

  private boolean altered(RecordPrint wanted, RecordPrint got) {
    List<String> differences = wanted.content().differences(got.content());
    if (differences.size() > MAX_ALTERED_FIELDS) {
      return false;
    }
    found.altered(
        "%s: source offset %d, target offset %d: %s"
            .formatted(where, wanted.offset(), got.offset(), String.join(", ", differences)));
    return true;
  }

  /** One side's records, those looked at ahead of the comparison included. */
  private static final class Side {
    private final Iterator<RecordPrint> rest;
    private final Deque<RecordPrint> ahead = new ArrayDeque<>();

    Side(Iterator<RecordPrint> rest) {
      this.rest = rest;
    }

    /** Looks ahead as far as there are records; false when none is left. */
    boolean fill(int wanted) {
      while (ahead.size() < wanted && rest.hasNext()) {
        ahead.add(rest.next());
      }
      return !ahead.isEmpty();
    }

    RecordPrint head() {
      return ahead.peek();
    }

    RecordPrint drop() {
      return ahead.remove();
    }

    /** Position of the first record with this content; -1 when none is in sight. */
    int find(RecordPrint print) {
      int position = 0;
      for (RecordPrint candidate : ahead) {
        if (candidate.content().equals(print.content())) {
          return position;
        }
        position++;
      }
      return -1;
    }

    RecordPrint remove(int position) {
      Iterator<RecordPrint> iterator = ahead.iterator();
      RecordPrint at = iterator.next();
      for (int i = 0; i < position; i++) {
        at = iterator.next();
      }
      iterator.remove();
      return at;
    }
  }

  private static final class Recent extends LinkedHashMap<RecordPrint.Content, Boolean> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<RecordPrint.Content, Boolean> eldest) {
      return size() > REMEMBERED;
    }
  }
}
