package io.crosstide.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.kafka.ClusterProperties;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlowEncryptionTest {
  @ParameterizedTest
  @CsvSource({
    "SSL, -XX:TieredStopAtLevel=1, 1",
    "sasl_ssl, -XX:TieredStopAtLevel=1, 1",
    "SASL_PLAINTEXT, -XX:TieredStopAtLevel=1, 0",
    "SSL, -Xmx1g, 0"
  })
  void shouldWarnOfTlsWithoutTheSecondCompiler(String protocol, String option, int warnings) {
    Map<String, String> properties = Map.of("security.protocol", protocol);
    ClusterProperties plain = ClusterProperties.of("nyc", Map.of());
    ClusterProperties given = ClusterProperties.of("lon", properties);
    var clients = new FlowClients(plain, given, plain.consumer(), given.producer(), "fingerprint");

    assertThat(SlowEncryption.of(clients, List.of("-Xss512k", option))).hasSize(warnings);
  }
}
