package io.crosstide.lab.demo;

import io.crosstide.lab.TrafficSpec;
import io.crosstide.status.Snapshot;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Endless traffic and a table of every flow each second, until the demo is stopped. */
final class LiveRun {
  private static final long REFRESH_MS = 1_000;
  private static final String UP_AND_CLEAR = "\u001b[%dA\u001b[J";

  /** A line wider than the terminal must not become two, or painting over would miss one. */
  private static final String WRAP_OFF = "\u001b[?7l";

  private static final String WRAP_ON = "\u001b[?7h";

  private final Stage stage;
  private final PrintStream out;
  private final boolean terminal;
  private int painted;

  /**
   * @param terminal whether lines can be painted over
   */
  LiveRun(Stage stage, PrintStream out, boolean terminal) {
    this.stage = stage;
    this.out = out;
    this.terminal = terminal;
  }

  void run() {
    stage.startTraffic(TrafficSpec.ENDLESS);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(stage.options().seconds());
    Optional<Snapshot> before = Optional.empty();
    if (!terminal) {
      out.println(LiveTable.header());
    }
    while (!stage.pause(REFRESH_MS)
        && (stage.options().seconds() == 0 || System.nanoTime() < end)) {
      stage.throwFailure();
      Optional<Snapshot> now = stage.status().fetch();
      if (!stage.stopping()) {
        show(before, now);
      }
      before = now;
    }
  }

  private void show(Optional<Snapshot> before, Optional<Snapshot> now) {
    List<String> lines = new ArrayList<>();
    if (terminal) {
      lines.add(LiveTable.header());
    }
    lines.addAll(now.map(n -> LiveTable.rows(before, n)).orElse(List.of("the mirror starts ...")));
    if (terminal) {
      lines.add("");
      lines.add(stage.status().address() + "status   Ctrl-C stops everything");
      out.print(painted > 0 ? UP_AND_CLEAR.formatted(painted) : "");
      painted = lines.size();
    }
    String text = String.join(System.lineSeparator(), lines) + System.lineSeparator();
    out.print(terminal ? WRAP_OFF + text + WRAP_ON : text);
    out.flush();
  }
}
