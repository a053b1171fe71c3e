package io.crosstide.status;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The addresses that have something done, for who knows the token and for nobody else. */
@QuarkusTest
class OnDemandTest {
  private static final String REFRESH = "/topology/refresh";
  private static final String RECONCILE = "/reconcile";

  private final FakeStatus status;

  @Inject
  OnDemandTest(FakeStatus status) {
    this.status = status;
  }

  @ParameterizedTest
  @ValueSource(strings = {REFRESH, RECONCILE})
  void shouldDoWhatIsAskedWhenTheTokenIsSent(String path) {
    int refreshed = status.refreshed.get();
    int reconciled = status.reconciled.get();

    given()
        .header("Authorization", "Bearer " + FakeStatus.TOKEN)
        .body("{\"any\": \"event\"}")
        .contentType("application/json")
        .post(path)
        .then()
        .statusCode(202);
    given().header("X-Gitlab-Token", FakeStatus.TOKEN).post(path).then().statusCode(202);

    assertThat(status.refreshed).hasValue(refreshed + (path.equals(REFRESH) ? 2 : 0));
    assertThat(status.reconciled).hasValue(reconciled + (path.equals(RECONCILE) ? 2 : 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {REFRESH, RECONCILE})
  void shouldLetNobodyElseIn(String path) {
    int refreshed = status.refreshed.get();
    int reconciled = status.reconciled.get();

    when().post(path).then().statusCode(401);
    given().header("Authorization", "Bearer 0123456789abcdeg").post(path).then().statusCode(401);
    when().get(path).then().statusCode(405);

    assertThat(status.refreshed).hasValue(refreshed);
    assertThat(status.reconciled).hasValue(reconciled);
  }

  @Test
  void shouldTakeASignatureWhereItWasSentToAndNowhereElse() throws Exception {
    String body = "{\"any\": \"push\"}";
    String signature = signature(body);
    int reconciled = status.reconciled.get();

    signed(body, signature).post(REFRESH).then().statusCode(202);
    signed(body, signature).post(RECONCILE).then().statusCode(401);

    assertThat(status.reconciled).hasValue(reconciled);
  }

  private static RequestSpecification signed(String body, String signature) {
    return given()
        .header("X-Hub-Signature-256", signature)
        .body(body)
        .contentType("application/json");
  }

  /** As GitHub makes it of what it sends. */
  private static String signature(String body) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(FakeStatus.TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void shouldNotBeThereWithoutAToken() {
    AtomicInteger done = new AtomicInteger();
    var closed =
        new OnDemandResource(
            new OnDemand(Optional.empty(), done::incrementAndGet, done::incrementAndGet));
    String bearer = "Bearer " + FakeStatus.TOKEN;

    assertThat(closed.refresh(bearer, null, null, null).getStatus()).isEqualTo(404);
    assertThat(closed.reconcile(bearer, null).getStatus()).isEqualTo(404);
    assertThat(done).hasValue(0);
  }
}
