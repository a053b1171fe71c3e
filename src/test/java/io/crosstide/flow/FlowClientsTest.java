package io.crosstide.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.topology.Flow;
import io.crosstide.topology.SecretSource;
import io.crosstide.topology.TopologyReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowClientsTest {
  @TempDir Path dir;

  @Test
  void shouldNoticeThatASecretWasRotated() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), jaas("one"));
    Flow flow = flow("sasl.jaas.config: \"${file:" + secret + "}\"");
    String before = fingerprint(flow);
    assertThat(fingerprint(flow)).isEqualTo(before);

    Files.writeString(secret, jaas("two"));

    assertThat(fingerprint(flow)).isNotEqualTo(before);
  }

  @Test
  void shouldNoticeThatAKeyStoreWasRenewed() throws Exception {
    Path store = Files.writeString(dir.resolve("store.p12"), "one");
    Flow flow = flow("ssl.keystore.location: \"" + store + "\"");
    String before = fingerprint(flow);

    Files.writeString(store, "two");
    String after = fingerprint(flow);
    Files.delete(store);

    assertThat(after).isNotEqualTo(before);
    assertThat(fingerprint(flow)).isNotIn(before, after);
  }

  @Test
  void shouldShowNeitherSecretNorFingerprint() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), jaas("hunter2"));
    FlowClients clients =
        FlowClients.of(
            flow("sasl.jaas.config: \"${file:" + secret + "}\""), SecretSource.ofProcess());

    assertThat(clients.toString()).doesNotContain("hunter2", clients.fingerprint());
  }

  private static String jaas(String password) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"me\""
        + " password=\""
        + password
        + "\";";
  }

  private static String fingerprint(Flow flow) {
    return FlowClients.of(flow, SecretSource.ofProcess()).fingerprint();
  }

  private static Flow flow(String property) {
    var read =
        TopologyReader.read(
            "t.yaml",
            """
            clusters:
              nyc: {bootstrap: "nyc:9092", properties: {%s}}
              lon: {bootstrap: "lon:9092"}
            flows: {nyc->lon: }
            """
                .formatted(property));
    assertThat(read.topology()).as("%s", read.problems()).isPresent();
    return read.topology().get().flow("nyc->lon").orElseThrow();
  }
}
