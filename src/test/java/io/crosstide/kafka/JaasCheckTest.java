package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JaasCheckTest {
  private static final String PLAIN = "org.example.PlainLoginModule required ";

  /** Kafka's own message has the word in it, for the first four of these. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        PLAIN + "username=\"me\" password=\"abc\"hunter2\";",
        PLAIN + "password=\"abc\" hunter2\";",
        "my hunter2",
        "org.example.PlainLoginModule hunter2 password=\"x\";",
        PLAIN + "password=\"hunter2\"",
        "hunter2",
        " ",
        "com.sun.security.auth.module.JndiLoginModule required password=\"hunter2\";"
      })
  void shouldSayNothingOfAnEntryThatCannotBeRead(String entry) {
    assertThatThrownBy(() -> properties(entry))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("sasl.jaas.config of cluster nyc can't be read")
        .hasMessageNotContaining("hunter2")
        .hasNoCause()
        .hasNoSuppressedExceptions();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PLAIN + "username=\"me\" password=\"abc\\\"def\";",
        PLAIN + "username=\"me\"\n  password='a b';\n",
        PLAIN + ";"
      })
  void shouldTakeWhatKafkaTakes(String entry) {
    assertThatCode(() -> properties(entry)).doesNotThrowAnyException();
  }

  @Test
  void shouldLookAtEveryRole() {
    Map<String, String> none = Map.of();
    Map<String, String> bad = Map.of("sasl.jaas.config", "x");
    for (int role = 0; role < 3; role++) {
      Map<String, String> admin = role == 0 ? bad : none;
      Map<String, String> consumer = role == 1 ? bad : none;
      Map<String, String> producer = role == 2 ? bad : none;
      assertThatThrownBy(() -> new ClusterProperties("nyc", admin, consumer, producer))
          .hasMessageContaining("can't be read");
    }
  }

  private static ClusterProperties properties(String entry) {
    return ClusterProperties.of("nyc", Map.of("sasl.jaas.config", entry));
  }
}
