package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator reads when a client can't be made. */
class ClientErrorsTest {
  private static final String NOWHERE = "localhost:1";

  @TempDir private Path dir;

  /** Of a cluster whose clients have these properties. */
  private static String said(String bootstrap, Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    all.put("bootstrap.servers", bootstrap);
    try (ClusterAdmin admin = new ClusterAdmin(ClusterProperties.of("lon", all), "test")) {
      return catchThrowableOfType(ClusterException.class, () -> admin.observe(name -> true))
          .getMessage();
    }
  }

  @Test
  void shouldSayThatNoBrokersNameIsKnown() {
    assertThat(said("no-such-host.invalid:9092", Map.of()))
        .contains("at cluster lon failed: ")
        .contains("No resolvable bootstrap urls");
  }

  @Test
  void shouldNameTheFileThatIsMissing() {
    String file = dir.resolve("trust.p12").toString();

    assertThat(said(NOWHERE, Map.of("security.protocol", "SSL", "ssl.truststore.location", file)))
        .contains("NoSuchFileException " + file);
  }

  @Test
  void shouldSayWhatIsWrongWithAKeyStoreAndNotShowItsPassword() throws IOException {
    Path file = Files.writeString(dir.resolve("trust.p12"), "no key store");

    assertThat(
            said(
                NOWHERE,
                Map.of(
                    "security.protocol",
                    "SSL",
                    "ssl.truststore.type",
                    "PKCS12",
                    "ssl.truststore.location",
                    file.toString(),
                    "ssl.truststore.password",
                    "very-secret")))
        .contains("Failed to load SSL keystore " + file)
        .doesNotContain("very-secret");
  }

  @Test
  void shouldNotQuoteWhatMayQuoteASecret() {
    var made =
        new KafkaException(
            "Failed to create", new IllegalArgumentException("unreadable: very-secret"));

    assertThat(ClientErrors.failure(made, "asking", "READ").detail())
        .isEqualTo("asking failed: Failed to create: IllegalArgumentException");
  }

  @Test
  void shouldLookNoDeeperIntoWhatSaysEnough() {
    var late = new TimeoutException("no answer", new IOException("inner"));

    assertThat(ClientErrors.failure(late, "asking", "READ").detail())
        .isEqualTo("asking failed: no answer");
  }
}
