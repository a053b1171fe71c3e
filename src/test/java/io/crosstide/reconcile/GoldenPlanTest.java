package io.crosstide.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each folder holds what is desired and observed, and the plan that must follow. */
class GoldenPlanTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden/plan");

  static List<Path> folders() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void shouldPlanAsRecorded(Path folder) {
    FlowPlan plan = plan(PlanFolder.read(folder));

    StringBuilder text = new StringBuilder();
    plan.changes().forEach(change -> line(text, change));
    plan.leftAlone().forEach(left -> line(text, left));
    plan.notices().forEach(notice -> line(text, notice));
    plan.conditions().forEach(condition -> line(text, condition));
    GoldenFile.assertMatches(folder.resolve("plan.txt"), text.toString());
  }

  @ParameterizedTest
  @MethodSource("folders")
  void shouldPlanNothingOnceThePlanIsCarriedOut(Path folder) {
    PlanFolder before = PlanFolder.read(folder);
    PlanFolder after = PlanOutcome.of(before, plan(before));

    FlowPlan second = plan(after);
    FlowPlan third = plan(PlanOutcome.of(after, second));

    assertThat(second.changes()).isEmpty();
    assertThat(third.configs().records()).as("nothing is stored again and again").isEmpty();
    assertThat(third.acls().record()).isEmpty();
    assertThat(third.acls().forget()).isEmpty();
  }

  private static FlowPlan plan(PlanFolder folder) {
    return FlowPlanner.plan(folder.desired(), folder.observed(), folder.recorded());
  }

  /** Values of hostile clusters may hold line ends. */
  private static void line(StringBuilder text, Object value) {
    text.append(value.toString().replace("\n", "\\n")).append('\n');
  }
}
