package io.crosstide.bench.report;

import io.crosstide.bench.report.BenchRun.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What changed from another revision of Crosstide to this one.
 *
 * @param before the other revision, as a contender
 * @param changes each metric that both have, by case
 */
public record BeforeAndAfter(String before, List<Change> changes) {
  public BeforeAndAfter {
    changes = List.copyOf(changes);
  }

  /** One for each other revision in the run; none unless this revision ran too. */
  public static List<BeforeAndAfter> of(Summary summary) {
    List<String> contenders = summary.contenders();
    if (!contenders.contains(Contenders.CROSSTIDE)) {
      return List.of();
    }
    return contenders.stream()
        .filter(Contenders::isOtherRevision)
        .map(before -> new BeforeAndAfter(before, changes(summary, before)))
        .toList();
  }

  public long count(Verdict verdict) {
    return changes.stream().filter(change -> change.verdict() == verdict).count();
  }

  private static List<Change> changes(Summary summary, String before) {
    List<Change> changes = new ArrayList<>();
    for (Scene scene : summary.cases()) {
      for (Metric metric : Metric.values()) {
        Optional<Spread> then = summary.spread(scene.name(), before, metric);
        Optional<Spread> now = summary.spread(scene.name(), Contenders.CROSSTIDE, metric);
        if (then.isPresent() && now.isPresent()) {
          changes.add(new Change(scene, metric, then.get(), now.get()));
        }
      }
    }
    return changes;
  }

  /** How much a change says. */
  public enum Verdict {
    BETTER("better"),
    WORSE("worse"),
    WITHIN_SPREAD("within the spread"),
    ONE_ROUND("one round, no spread");

    private final String title;

    Verdict(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  /** One metric in one case. */
  public record Change(Scene scene, Metric metric, Spread before, Spread after) {
    /** Of the medians; empty when it was zero before and is no longer. */
    public Optional<Double> percent() {
      double from = before.median();
      double to = after.median();
      if (from == to) {
        return Optional.of(0.0);
      }
      return from == 0 ? Optional.empty() : Optional.of((to - from) / from * 100);
    }

    public Verdict verdict() {
      if (before.values().size() == 1 || after.values().size() == 1) {
        return Verdict.ONE_ROUND;
      }
      if (before.overlaps(after)) {
        return Verdict.WITHIN_SPREAD;
      }
      boolean more = after.median() > before.median();
      return more == metric.moreIsBetter() ? Verdict.BETTER : Verdict.WORSE;
    }
  }
}
