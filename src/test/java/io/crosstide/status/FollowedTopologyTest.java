package io.crosstide.status;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What the HTTP side says of a topology that is followed. */
@QuarkusTest
class FollowedTopologyTest {
  private final FakeStatus status;

  @Inject
  FollowedTopologyTest(FakeStatus status) {
    this.status = status;
  }

  @Test
  void shouldBeReadyAndSayWhichRevisionRunsAndWhichIsRefused() {
    status.set(Statuses.flow("nyc->lon"));
    status.follow(
        TopologyStatus.running("t.yaml", "aaa", Statuses.NOON)
            .refused("bbb", "t.yaml:1: bad", Statuses.NOON));

    when()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'clusters' }.data.topology", equalTo("t.yaml"))
        .body("checks.find { it.name == 'clusters' }.data.revision", equalTo("aaa"))
        .body("checks.find { it.name == 'clusters' }.data.refused", equalTo("bbb: t.yaml:1: bad"));
    when()
        .get("/status")
        .then()
        .statusCode(200)
        .body("revision.revision", equalTo("aaa"))
        .body("revision.refused.revision", equalTo("bbb"));
    assertThat(metrics())
        .contains(
            "crosstide_topology_info{topology=\"t.yaml\",revision=\"aaa\",} 1.0",
            "crosstide_topology_refused 1.0",
            "crosstide_topology_readable 1.0");
  }

  @Test
  void shouldBeReadyAndSayThatTheTopologyIsAway() {
    status.set(Statuses.flow("nyc->lon"));
    status.follow(
        TopologyStatus.running("t.yaml", "aaa", Statuses.NOON).unreadable("no route to host"));

    when()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'clusters' }.data.unreadable", equalTo("no route to host"));
    assertThat(metrics())
        .contains("crosstide_topology_refused 0.0", "crosstide_topology_readable 0.0");
  }

  private static String metrics() {
    return given().accept("text/plain").get("/q/metrics").then().extract().asString();
  }
}
