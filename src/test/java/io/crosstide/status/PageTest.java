package io.crosstide.status;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page at the root, and that the HTTP side answers questions, small ones. */
@QuarkusTest
class PageTest {
  private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"]*)\"");

  private final FakeStatus status;

  @Inject
  PageTest(FakeStatus status) {
    this.status = status;
  }

  @BeforeEach
  void flowsAreWell() {
    status.set(Statuses.flow("nyc->lon", Statuses.lane("orders", 0, 10)));
  }

  @ParameterizedTest
  @CsvSource({"/, text/html", "/index.html, text/html", "/page.css, text/css"})
  void shouldServeThePage(String path, String type) {
    when()
        .get(path)
        .then()
        .statusCode(200)
        .contentType(startsWith(type))
        .header("X-Content-Type-Options", "nosniff")
        .header("Cache-Control", "no-store")
        .header("Content-Security-Policy", startsWith("default-src 'none'; connect-src 'self';"));
  }

  @Test
  void shouldServeTheScript() {
    when().get("/page.js").then().statusCode(200).contentType(containsString("javascript"));
  }

  /** Everything the page asks for is served here, and it asks for nothing of anybody else. */
  @Test
  void shouldHoldTogether() {
    String page = when().get("/").then().extract().asString();
    Matcher references = REFERENCE.matcher(page);
    int found = 0;
    for (; references.find(); found++) {
      String reference = references.group(1);
      if (!reference.equals("data:,")) {
        int code = when().get("/" + reference).then().extract().statusCode();
        assertThat(code).as(reference).isEqualTo(200);
      }
    }
    assertThat(found).isGreaterThan(4);
    for (String path : new String[] {"/", "/page.css", "/page.js"}) {
      assertThat(when().get(path).then().extract().asString())
          .as(path)
          .doesNotContain("://", "style=\"", "innerHTML", "eval(");
    }
  }

  /** The script has no compiler that would say so. */
  @Test
  void shouldReadWhatIsInTheSnapshot() throws Exception {
    JsonNode snapshot = new ObjectMapper().readTree(when().get("/status").asString());
    JsonNode flow = snapshot.get("flows").get(0);
    Map<String, JsonNode> named =
        Map.of(
            "snapshot", snapshot,
            "revision", snapshot.get("revision"),
            "refused", snapshot.get("revision").get("refused"),
            "flow", flow,
            "sync", flow.get("sync"),
            "lane", flow.get("lanes").get(0));
    String script = when().get("/page.js").asString();
    Matcher reads =
        Pattern.compile("\\b(snapshot|revision|refused|flow|sync|lane)\\.(\\w+)").matcher(script);
    int found = 0;
    for (; reads.find(); found++) {
      assertThat(named.get(reads.group(1)).has(reads.group(2))).as(reads.group()).isTrue();
    }
    assertThat(found).isGreaterThan(30);
    for (Verdict verdict : Verdict.values()) {
      assertThat(script).contains("  " + verdict.label() + ": { text: ");
    }
  }

  @Test
  void shouldJudgeInTheSnapshot() {
    status.set(Statuses.stuck(Statuses.flow("nyc->lon")), Statuses.flow("lon->nyc"));

    when()
        .get("/status?lanes=false")
        .then()
        .statusCode(200)
        .body("flows[0].verdict", equalTo("stuck"))
        .body("flows[1].verdict", equalTo("well"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/status", "/page.js", "/index.html"})
  void shouldChangeNothingForAnybody(String path) {
    for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH"}) {
      int code = given().request(method, path).then().extract().statusCode();
      assertThat(code).as("%s %s", method, path).isIn(404, 405);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../application.yaml",
        "/%2e%2e/application.yaml",
        "/application.yaml",
        "/io/crosstide/cli/version.properties",
        "/q/dev-ui",
        "/q/arc/beans",
        "/q/openapi"
      })
  void shouldServeNothingElse(String path) {
    given().urlEncodingEnabled(false).get(path).then().statusCode(404);
  }

  @Test
  void shouldRefuseALargeBody() {
    given().body("x".repeat(2 << 20)).post("/status").then().statusCode(413);
  }

  @Test
  void shouldRefuseALongQuestion() {
    when().get("/status?lanes=" + "x".repeat(5_000)).then().statusCode(414);
    given().header("X-Long", "x".repeat(9_000)).get("/status").then().statusCode(431);
  }

  @Test
  void shouldLetNoOtherSiteAsk() {
    given()
        .header("Origin", "https://elsewhere.test")
        .get("/status")
        .then()
        .header("Access-Control-Allow-Origin", (String) null);
  }
}
