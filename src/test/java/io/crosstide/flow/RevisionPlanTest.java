package io.crosstide.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.topology.Flow;
import io.crosstide.topology.Topology;
import io.crosstide.topology.TopologyReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RevisionPlanTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ServedFlows ALL = new ServedFlows(Optional.empty());
  private static final Topology BEFORE =
      topology("nyc->lon: {include: [orders]}, par->lon: {include: [orders]}");
  private static final Topology AFTER =
      topology(
          "nyc->lon: {include: [orders, sales]}, par->lon: {include: [orders]},"
              + " lon->par: {include: [stock], naming: identity}");

  private final List<String> looked = new ArrayList<>();

  @Test
  void shouldTellWhatChangesInTheTextAndAtTheTargets() {
    assertThat(of(ALL, flow -> report(flow, 1)))
        .containsExactly(
            "nyc->lon changes",
            "nyc->lon takes: sales",
            "lon->par appears",
            "lon->par takes: stock",
            "nyc->lon create topic t0, 6 partitions",
            "lon->par create topic t0, 6 partitions");
    assertThat(looked).containsExactly("nyc->lon", "lon->par");
  }

  @Test
  void shouldTellOfTheFlowThatIsServedAlone() {
    var served = new ServedFlows(Optional.of("lon->par"));

    assertThat(of(served, flow -> report(flow, 0)))
        .containsExactly("lon->par appears", "lon->par takes: stock");
    assertThat(looked).containsExactly("lon->par");
  }

  @Test
  void shouldTellWhatItCouldNotFindOut() {
    List<String> told =
        of(
            ALL,
            flow -> {
              if (flow.name().equals("nyc->lon")) {
                throw new IllegalStateException("lon does not answer");
              }
              return report(flow, 1);
            });

    assertThat(told)
        .contains(
            "nyc->lon changes at its target what is not known: lon does not answer",
            "lon->par create topic t0, 6 partitions");
  }

  @Test
  void shouldNotWaitForAClusterThatIsAway() {
    var never = new CountDownLatch(1);
    Function<Flow, PlanReport> hanging =
        flow -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            looked.add("interrupted");
          }
          return report(flow, 0);
        };

    List<String> told = new RevisionPlan(ALL, hanging, Duration.ofMillis(50)).of(BEFORE, AFTER);

    assertThat(told)
        .contains("nyc->lon takes: sales")
        .endsWith(
            "what else changes at the targets is not known: the clusters did not say within 0 s");
  }

  /** What is told is logged. */
  @Test
  void shouldTellInOneLineWhateverAClusterHolds() {
    PlanReport.Planned hostile =
        new PlanReport.Planned(
            "set config", "t", "k: a to b\n2026 WARN forged", "why", Optional.empty());

    List<String> told =
        of(
            ALL,
            flow ->
                new PlanReport(flow.name(), List.of(), List.of(hostile), List.of(), List.of()));

    assertThat(told).contains("nyc->lon set config t, k: a to b 2026 WARN forged");
  }

  @Test
  void shouldTellSoManyChangesAndCountTheOthers() {
    List<String> told = of(ALL, flow -> report(flow, 40));

    assertThat(told).hasSize(RevisionPlan.MAX_TOLD + 1).endsWith("and 34 more changes");
  }

  private List<String> of(ServedFlows served, Function<Flow, PlanReport> look) {
    return new RevisionPlan(
            served,
            flow -> {
              looked.add(flow.name());
              return look.apply(flow);
            },
            PATIENCE)
        .of(BEFORE, AFTER);
  }

  private static PlanReport report(Flow flow, int topics) {
    List<PlanReport.Planned> changes =
        IntStream.range(0, topics)
            .mapToObj(
                i ->
                    new PlanReport.Planned(
                        "create topic", "t" + i, "6 partitions", "why", Optional.empty()))
            .toList();
    return new PlanReport(flow.name(), List.of(), changes, List.of(), List.of());
  }

  private static Topology topology(String flows) {
    return TopologyReader.read(
            "t.yaml",
            """
            clusters:
              nyc: {bootstrap: "nyc:9092"}
              lon: {bootstrap: "lon:9092"}
              par: {bootstrap: "par:9092"}
            flows: {%s}
            """
                .formatted(flows))
        .topology()
        .orElseThrow();
  }
}
