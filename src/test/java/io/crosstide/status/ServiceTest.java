package io.crosstide.status;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The HTTP side as Quarkus serves it, over flows that are made up. */
@QuarkusTest
class ServiceTest {
  private static final FlowStatus WELL = Statuses.flow("nyc->lon", Statuses.lane("orders", 0, 10));

  private final FakeStatus status;
  private final ReplicationLatency latency;

  @Inject
  ServiceTest(FakeStatus status, ReplicationLatency latency) {
    this.status = status;
    this.latency = latency;
  }

  @BeforeEach
  void flowsAreWell() {
    status.set(WELL);
  }

  @Test
  void shouldBeHealthyWhileFlowsAreWellHoweverFarTheyLag() {
    when()
        .get("/q/health/live")
        .then()
        .statusCode(200)
        .body("checks[0].data.'nyc->lon'", equalTo("looping"));
    when()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'clusters' }.data.topology", containsString("active"));
    when().get("/q/health/started").then().statusCode(200).body("status", equalTo("UP"));
  }

  @Test
  void shouldNotBeReadyWhileAClusterIsAway() {
    status.set(Statuses.flow("lon->nyc"), Statuses.sourceAway(WELL));

    when()
        .get("/q/health/ready")
        .then()
        .statusCode(503)
        .body(
            "checks.find { it.name == 'clusters' }.data.'nyc->lon'",
            equalTo("source away, target reachable"))
        .body(
            "checks.find { it.name == 'clusters' }.data.'lon->nyc'",
            equalTo("source reachable, target reachable"));
    when().get("/q/health/live").then().statusCode(200);
  }

  @Test
  void shouldNotBeLiveWhileOneLoopIsStuck() {
    status.set(Statuses.flow("lon->nyc"), Statuses.stuck(WELL));

    when()
        .get("/q/health/live")
        .then()
        .statusCode(503)
        .body("checks[0].data.'nyc->lon'", equalTo("stuck"));
    when().get("/q/health/ready").then().statusCode(200);
  }

  @Test
  void shouldNotBeStartedWithoutFlows() {
    status.set();

    when().get("/q/health/started").then().statusCode(503);
  }

  @Test
  void shouldShowNoHealthChecksButItsOwn() {
    when().get("/q/health").then().statusCode(200).body("checks", hasSize(3));
  }

  @Test
  void shouldExposeTheSnapshotToPrometheus() {
    latency.observed("nyc->lon", 7);

    String text =
        given().accept("text/plain").get("/q/metrics").then().statusCode(200).extract().asString();

    assertThat(text.lines())
        .contains(
            "# TYPE crosstide_records_total counter",
            "crosstide_records_total{flow=\"nyc->lon\",topic=\"orders\",partition=\"0\",} 10.0",
            "crosstide_lag_records{flow=\"nyc->lon\",topic=\"orders\",partition=\"0\",} 4.0",
            "crosstide_lanes{flow=\"nyc->lon\",state=\"copying\",} 1.0",
            "crosstide_flow_drift{flow=\"nyc->lon\",kind=\"pending\",} 1.0",
            "crosstide_flow_drift{flow=\"nyc->lon\",kind=\"left-alone\",} 2.0",
            "# TYPE crosstide_replication_latency_seconds histogram",
            "crosstide_replication_latency_seconds_bucket{flow=\"nyc->lon\",le=\"0.005\",} 0.0",
            "crosstide_replication_latency_seconds_bucket{flow=\"nyc->lon\",le=\"0.01\",} 1.0");
    assertThat(text).contains(MonitoringTest.FOREIGN).doesNotContain("\nkafka_");
  }

  @Test
  void shouldExposeOpenMetricsWhenAskedForIt() {
    String text =
        given().accept("*/*").get("/q/metrics").then().statusCode(200).extract().asString();

    assertThat(text.lines()).contains("# TYPE crosstide_bytes counter").endsWith("# EOF");
  }

  @Test
  void shouldGiveTheSnapshotAsJson() {
    when()
        .get("/status")
        .then()
        .statusCode(200)
        .body("takenAt", equalTo("2026-11-23T12:00:00Z"))
        .body("flows[0].name", equalTo("nyc->lon"))
        .body("flows[0].sync.pending", equalTo(1))
        .body("flows[0].lanes[0].topic", equalTo("orders"))
        .body("flows[0].lanes[0].batches.passed", equalTo(5));
  }

  @Test
  void shouldLeaveLanesOutWhenAskedTo() {
    when()
        .get("/status?lanes=false")
        .then()
        .statusCode(200)
        .body("flows[0].lagRecords", equalTo(4))
        .body("flows[0].lanes", hasSize(0));
  }
}
