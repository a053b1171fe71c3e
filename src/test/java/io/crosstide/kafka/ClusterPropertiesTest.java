package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterPropertiesTest {
  private static final String VALIDATOR = "sasl.oauthbearer.jwt.validator.class";

  @Test
  void shouldCheckItsTokensWithWhatIsShipped() {
    var properties = ClusterProperties.of("nyc", Map.of("sasl.mechanism", "OAUTHBEARER"));

    assertThat(properties.forAdmin("a").get(VALIDATOR).toString()).endsWith("ClientJwtValidator");
    assertThat(properties.forMember("a")).containsKey(VALIDATOR);
    assertThat(properties.forStateWriter("a")).containsKey(VALIDATOR);
  }

  @Test
  void shouldLeaveTheValidatorThatSomebodyHasChosen() {
    var properties =
        ClusterProperties.of(
            "nyc", Map.of("sasl.mechanism", "OAUTHBEARER", VALIDATOR, "own.Class"));

    assertThat(properties.forAdmin("a")).containsEntry(VALIDATOR, "own.Class");
  }

  @Test
  void shouldSayNothingOfTokensToOtherMechanisms() {
    var properties = ClusterProperties.of("nyc", Map.of("sasl.mechanism", "PLAIN"));

    assertThat(properties.forAdmin("a")).doesNotContainKey(VALIDATOR);
  }
}
