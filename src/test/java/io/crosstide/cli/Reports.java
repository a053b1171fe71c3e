package io.crosstide.cli;

import io.crosstide.flow.PlanReport;
import java.util.List;
import java.util.Optional;

/** Plans of flows that were never asked: nyc->lon has work to do, lon->nyc has none. */
final class Reports {
  private Reports() {}

  static PlanReport planned(String flow) {
    return flow.equals("nyc->lon") ? report(flow, Optional.empty(), Optional.empty()) : done(flow);
  }

  static PlanReport applied(String flow) {
    return flow.equals("nyc->lon")
        ? report(flow, Optional.of(PlanReport.DONE), Optional.of("ALTER on the cluster is missing"))
        : done(flow);
  }

  private static PlanReport done(String flow) {
    return new PlanReport(
        flow,
        List.of(new PlanReport.Topic("orders", "lon.orders", 4, true, 0)),
        List.of(),
        List.of(),
        List.of());
  }

  private static PlanReport report(String flow, Optional<String> first, Optional<String> second) {
    return new PlanReport(
        flow,
        List.of(
            new PlanReport.Topic("orders", "nyc.orders", 12, true, 1_234_000_000),
            new PlanReport.Topic("payments", "nyc.payments", 3, false, -1)),
        List.of(
            new PlanReport.Planned(
                "create topic",
                "nyc.payments",
                "3 partitions, retention.ms=60000",
                "mirror of payments",
                first),
            new PlanReport.Planned(
                "set config",
                "nyc.orders",
                "errors.to: ops to x|y <b>@all</b> `z`\n  + forged\u001b[2J",
                "orders sets it",
                first),
            new PlanReport.Planned(
                "create ACL",
                "ALLOW User:a READ on TOPIC:PREFIXED:nyc. from host *",
                "",
                "source has ALLOW User:a ALL on TOPIC:LITERAL:* from host *",
                second)),
        List.of(
            new PlanReport.Left(
                "nyc.orders",
                "retention.bytes",
                "somebody set it at the target, the source does not set it")),
        List.of("note long: target topic nyc.long is compacted, the source is not"));
  }
}
