package io.crosstide.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosstide.lab.LabCluster;
import io.crosstide.lab.Program;
import io.crosstide.lab.TlsKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped program over TLS, to clusters that ask for proof in each of Kafka's usual ways. */
@Tag("program")
class SecuredIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String SECURITY = "org.apache.kafka.common.security.";
  private static final String PLAIN = SECURITY + "plain.PlainLoginModule required ";
  private static final String SCRAM = SECURITY + "scram.ScramLoginModule required ";
  private static final String OAUTH = SECURITY + "oauthbearer.OAuthBearerLoginModule required ";
  private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
  private static final String USER = "username=\"mirror\" password=\"between-us\";";
  private static final Map<String, String> MECHANISM_BY_LISTENER =
      Map.of(
          "PLAIN", "PLAIN",
          "SCRAM256", "SCRAM-SHA-256",
          "SCRAM512", "SCRAM-SHA-512",
          "OAUTH", "OAUTHBEARER",
          "ENDPOINT", "OAUTHBEARER");

  @TempDir static Path dir;

  private static TlsKeys keys;
  private static LabCluster nyc;
  private static LabCluster lon;
  private static TokenServer tokens;

  @BeforeAll
  static void start() throws Exception {
    keys = TlsKeys.in(dir);
    tokens = TokenServer.started();
    // The brokers are clients of it, too.
    System.setProperty(ALLOWED_URLS, tokens.keysUrl());
    nyc = guarded("nyc");
    lon = guarded("lon");
    for (LabCluster cluster : List.of(nyc, lon)) {
      addScramUser(cluster);
    }
    nyc.createTopic("orders", 1);
    nyc.produce(
        List.of(new ProducerRecord<>("orders", "k".getBytes(UTF_8), new byte[9])), Map.of());
  }

  @AfterAll
  static void stop() {
    nyc.close();
    lon.close();
    tokens.close();
    System.clearProperty(ALLOWED_URLS);
  }

  @Test
  void shouldMirrorOverTlsWithEveryMechanism() throws Exception {
    Path topology = Files.writeString(dir.resolve("topology.yaml"), yaml());
    // Kafka's clients fetch tokens from nowhere that is not allowed by this property.
    Program program = Program.of(RunningProgram.JAR).property(ALLOWED_URLS, tokens.tokenUrl());
    try (RunningProgram running =
        new RunningProgram(
            dir,
            program,
            Map.of(),
            "run",
            "--topology=" + topology,
            "--flow=all",
            "--http-host=127.0.0.1",
            "--http-port=0")) {
      await()
          .atMost(PATIENCE)
          .failFast(() -> assertThat(running.alive()).as("%s", running.log()).isTrue())
          .until(() -> running.httpPort().isPresent());

      await().atMost(PATIENCE).untilAsserted(() -> everyFlowHasCopied(running));
    }
  }

  private static void everyFlowHasCopied(RunningProgram program) throws IOException {
    JsonNode flows = new ObjectMapper().readTree(program.get("/status").body()).get("flows");
    assertThat(flows).hasSize(6);
    for (JsonNode flow : flows) {
      assertThat(flow.get("records").longValue()).as("%s\n%s", flow, program.log()).isEqualTo(1);
    }
  }

  private static LabCluster guarded(String name) {
    LabCluster.Builder cluster = LabCluster.named(name).listener("OPEN", "PLAINTEXT");
    keys.ofBroker().forEach(cluster::property);
    cluster.listener("MUTUAL", "SSL").property("listener.name.mutual.ssl.client.auth", "required");
    // Whom it trusts, of those who must show a key.
    keys.ofClient().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("ssl."))
        .forEach(entry -> cluster.property(entry.getKey(), entry.getValue()));
    cluster
        .property("sasl.oauthbearer.jwks.endpoint.url", tokens.keysUrl())
        .property(
            "listener.name.endpoint.oauthbearer.sasl.server.callback.handler.class",
            SECURITY + "oauthbearer.OAuthBearerValidatorCallbackHandler");
    MECHANISM_BY_LISTENER.forEach(
        (listener, mechanism) -> {
          String prefix = "listener.name.%s.".formatted(listener.toLowerCase(Locale.ROOT));
          cluster
              .listener(listener, "SASL_SSL")
              .property(prefix + "sasl.enabled.mechanisms", mechanism)
              .property(
                  prefix + mechanism.toLowerCase(Locale.ROOT) + ".sasl.jaas.config",
                  switch (mechanism) {
                    case "PLAIN" -> PLAIN + "user_mirror=\"between-us\";";
                    case "OAUTHBEARER" -> OAUTH + "unsecuredLoginStringClaim_sub=\"broker\";";
                    default -> SCRAM + ";";
                  });
        });
    return cluster.start();
  }

  private static void addScramUser(LabCluster cluster) throws Exception {
    for (ScramMechanism mechanism :
        List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
      var info = new ScramCredentialInfo(mechanism, 4_096);
      cluster
          .admin()
          .alterUserScramCredentials(
              List.of(new UserScramCredentialUpsertion("mirror", info, "between-us")))
          .all()
          .get();
    }
  }

  /** Alias to what its clients must say. The target is one of them, too. */
  private static Map<String, Map<String, String>> aliases() {
    Map<String, Map<String, String>> aliases = new LinkedHashMap<>();
    aliases.put("MUTUAL", keys.ofClientWithKey());
    aliases.put("PLAIN", Map.of("sasl.jaas.config", PLAIN + USER));
    aliases.put("SCRAM256", Map.of("sasl.jaas.config", SCRAM + USER));
    aliases.put("SCRAM512", Map.of("sasl.jaas.config", SCRAM + USER));
    aliases.put(
        // For tests: a token that nobody has signed.
        "OAUTH", Map.of("sasl.jaas.config", OAUTH + "unsecuredLoginStringClaim_sub=\"mirror\";"));
    aliases.put(
        "ENDPOINT",
        Map.of(
            "sasl.jaas.config",
            OAUTH + "clientId=\"mirror\" clientSecret=\"between-us\";",
            "sasl.login.callback.handler.class",
            SECURITY + "oauthbearer.OAuthBearerLoginCallbackHandler",
            "sasl.oauthbearer.token.endpoint.url",
            tokens.tokenUrl()));
    return aliases;
  }

  private static String yaml() {
    StringBuilder yaml = new StringBuilder("clusters:\n");
    aliases().forEach((alias, says) -> yaml.append(cluster(alias, nyc.bootstrap(alias), says)));
    yaml.append(
        cluster("lon", lon.bootstrap("SCRAM512"), aliases().get("SCRAM512"), "SCRAM-SHA-512"));
    yaml.append(
        "defaults: { include: [orders], replication-factor: 1, heartbeats: never }\nflows:\n");
    aliases()
        .keySet()
        .forEach(alias -> yaml.append("  %s->lon: {}\n".formatted(alias.toLowerCase(Locale.ROOT))));
    return yaml.toString();
  }

  private static String cluster(String listener, String bootstrap, Map<String, String> says) {
    return cluster(
        listener.toLowerCase(Locale.ROOT),
        bootstrap,
        says,
        MECHANISM_BY_LISTENER.getOrDefault(listener, ""));
  }

  private static String cluster(
      String alias, String bootstrap, Map<String, String> says, String mechanism) {
    Map<String, String> properties = new LinkedHashMap<>(keys.ofClient());
    if (!mechanism.isEmpty()) {
      properties.put("security.protocol", "SASL_SSL");
      properties.put("sasl.mechanism", mechanism);
    }
    properties.putAll(says);
    return "  %s:\n    bootstrap: \"%s\"\n    properties:\n%s\n"
        .formatted(
            alias,
            bootstrap,
            properties.entrySet().stream()
                .map(entry -> "      %s: '%s'".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("\n")));
  }
}
