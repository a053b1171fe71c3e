package io.crosstide.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientPropertiesTest {
  @TempDir private Path folder;

  private static Flow flow(String yaml) {
    ReadResult result = TopologyReader.read("t.yaml", yaml);
    assertThat(result.problems()).isEmpty();
    return result.topology().orElseThrow().flows().getFirst();
  }

  private static SecretSource env(Map<String, String> values) {
    return new SecretSource() {
      @Override
      public Optional<String> env(String name) {
        return Optional.ofNullable(values.get(name));
      }

      @Override
      public String file(Path path) throws IOException {
        return SecretSource.ofProcess().file(path);
      }
    };
  }

  @Test
  void shouldLetTheNearerLayerWin() {
    Flow flow =
        flow(
            """
            clusters:
              nyc:
                bootstrap: nyc:9092
                properties: {cluster: c, role-of-cluster: c, flow: c, role-of-flow: c}
                consumer: {role-of-cluster: cr, flow: cr, role-of-flow: cr}
              lon: {bootstrap: "lon:9092"}
            defaults:
              properties: {default: d, role-of-default: d, cluster: d}
              consumer: {role-of-default: dr, cluster: dr, role-of-cluster: dr, flow: dr}
            flows:
              "*->lon":
                source:
                  consumer: {role-of-flow: any, wildcard: any}
              nyc->lon:
                source:
                  properties: {flow: f, role-of-flow: f}
                  consumer: {role-of-flow: fr}
                  producer: {other-role: x}
                target:
                  properties: {flow: other-side}
            """);

    assertThat(flow.clientProperties(Side.SOURCE, Role.CONSUMER).resolve(env(Map.of())))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "bootstrap.servers", "nyc:9092",
                "default", "d",
                "role-of-default", "dr",
                "cluster", "c",
                "role-of-cluster", "cr",
                "wildcard", "any",
                "flow", "f",
                "role-of-flow", "fr"));
  }

  private static final String SECRETS =
      """
      clusters:
        nyc:
          bootstrap: ${env:BROKERS}
          properties:
            sasl.jaas.config: user="${env:USER}" password="${env:PASS}";
            ssl.key.password: plain
            ssl.keystore.location: /etc/x.pem
            client.id: from-${file:%s}
        lon: {bootstrap: "lon:9092"}
      flows: {nyc->lon: {}}
      """;

  @Test
  void shouldFillPlaceholdersInWhenAClientIsMade() throws IOException {
    Path file = Files.writeString(folder.resolve("id"), "seven$1\n");
    ClientProperties properties =
        flow(SECRETS.formatted(file)).clientProperties(Side.SOURCE, Role.ADMIN);

    assertThat(properties.resolve(env(Map.of("BROKERS", "b:1", "USER", "me", "PASS", "a\\b$0"))))
        .containsEntry("bootstrap.servers", "b:1")
        .containsEntry("sasl.jaas.config", "user=\"me\" password=\"a\\b$0\";")
        .containsEntry("client.id", "from-seven$1");
  }

  @Test
  void shouldNeverShowASecret() {
    assertThat(
            flow(SECRETS.formatted("/nowhere"))
                .clientProperties(Side.SOURCE, Role.ADMIN)
                .toString())
        .isEqualTo(
            "{bootstrap.servers=***, sasl.jaas.config=***, ssl.key.password=***,"
                + " ssl.keystore.location=/etc/x.pem, client.id=***}");
  }

  @Test
  void shouldSayWhereAPlaceholderStandsThatHasNoValue() {
    ClientProperties properties =
        flow(SECRETS.formatted("/nowhere")).clientProperties(Side.SOURCE, Role.ADMIN);

    assertThatThrownBy(() -> properties.resolve(env(Map.of("BROKERS", "b:1", "USER", "me"))))
        .isInstanceOf(UnresolvedPlaceholderException.class)
        .hasMessage(
            "clusters.nyc.properties.sasl.jaas.config: environment variable PASS is not set");
    assertThatThrownBy(
            () -> properties.resolve(env(Map.of("BROKERS", "b:1", "USER", "me", "PASS", "x"))))
        .isInstanceOf(UnresolvedPlaceholderException.class)
        .hasMessage(
            "clusters.nyc.properties.client.id: file /nowhere can't be read (no such file)");
  }
}
