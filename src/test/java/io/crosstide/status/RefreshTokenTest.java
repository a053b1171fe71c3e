package io.crosstide.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.crosstide.status.OnDemand.Credentials;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RefreshTokenTest {
  /** Token, body and signature of GitHub's own example for validating deliveries. */
  private static final RefreshToken TOKEN = new RefreshToken("It's a Secret to Everybody");

  private static final byte[] BODY = "Hello, World!".getBytes(StandardCharsets.UTF_8);
  private static final String SIGNATURE =
      "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

  @Test
  void shouldKnowTheTokenAsABearer() {
    assertThat(new Credentials("Bearer It's a Secret to Everybody", null, null).fit(TOKEN, BODY))
        .isTrue();
    assertThat(new Credentials("Bearer It's a secret", null, null).fit(TOKEN, BODY)).isFalse();
    assertThat(new Credentials("It's a Secret to Everybody", null, null).fit(TOKEN, BODY))
        .isFalse();
  }

  @Test
  void shouldKnowTheTokenAsGitLabSendsIt() {
    assertThat(new Credentials(null, "It's a Secret to Everybody", null).fit(TOKEN, BODY)).isTrue();
    assertThat(new Credentials(null, "", null).fit(TOKEN, BODY)).isFalse();
  }

  @Test
  void shouldKnowGitHubsSignatureOfTheBody() {
    assertThat(new Credentials(null, null, SIGNATURE).fit(TOKEN, BODY)).isTrue();
    assertThat(new Credentials(null, null, SIGNATURE).fit(TOKEN, new byte[] {1})).isFalse();
    assertThat(new Credentials(null, null, "sha256=").fit(TOKEN, BODY)).isFalse();
  }

  @Test
  void shouldLetNobodyInWithoutAnything() {
    assertThat(new Credentials(null, null, null).fit(TOKEN, BODY)).isFalse();
  }

  @Test
  void shouldRefuseATokenThatIsEasilyGuessed() {
    assertThatIllegalArgumentException().isThrownBy(() -> new RefreshToken("short"));
  }

  @Test
  void shouldNotShowTheToken() {
    assertThat(TOKEN).hasToString("***");
  }
}
