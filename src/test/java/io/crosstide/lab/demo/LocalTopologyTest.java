package io.crosstide.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class LocalTopologyTest {
  private static final String YAML =
      """
      clusters:
        nyc:
          bootstrap: kafka-1.nyc.example.net:9093,kafka-2.nyc.example.net:9093
          properties:
            security.protocol: SASL_SSL
            sasl.jaas.config: ${env:JAAS}
            socket.receive.buffer.bytes: 2097152
          consumer:
            client.rack: ${env:RACK}
        lon: {bootstrap: "kafka.lon.example.net:9093"}
      defaults:
        replication-factor: 3
        start: latest
        include: [orders, /clicks-.*/]
        topics:
          - match: payments
            replication-factor: 2
            bytes-per-second: 5MiB
        producer:
          ssl.truststore.location: /etc/kafka/trust.p12
      flows:
        nyc->lon:
          rename: {sales: sales-nyc}
          source:
            properties: {sasl.mechanism: PLAIN, client.dns.lookup: use_all_dns_ips}
      """;
  private static final Map<String, String> LOCAL =
      Map.of("nyc", "127.0.0.1:1001", "lon", "127.0.0.1:1002");

  @Test
  void shouldChangeOnlyWhatLocalBrokersNeed() {
    Object rewritten = new Yaml().load(LocalTopology.rewrite(YAML, LOCAL));

    assertThat(rewritten)
        .isEqualTo(
            new Yaml()
                .<Object>load(
                    """
                    clusters:
                      nyc:
                        bootstrap: 127.0.0.1:1001
                        properties:
                          socket.receive.buffer.bytes: 2097152
                      lon: {bootstrap: "127.0.0.1:1002"}
                    defaults:
                      include: [orders, /clicks-.*/]
                      topics:
                        - match: payments
                          bytes-per-second: 5MiB
                    flows:
                      nyc->lon:
                        rename: {sales: sales-nyc}
                        source:
                          properties: {client.dns.lookup: use_all_dns_ips}
                    """));
  }

  @Test
  void shouldNameTheTopicsThatTheFileMentions() {
    assertThat(LocalTopology.mentionedTopics(YAML))
        .containsExactly("orders", "/clicks-.*/", "payments", "sales");
  }

  @Test
  void shouldRefuseAClusterWithoutALocalOne() {
    assertThatThrownBy(() -> LocalTopology.rewrite(YAML, Map.of("nyc", "127.0.0.1:1001")))
        .hasMessageContaining("no local cluster for lon");
  }
}
