package io.crosstide.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosstide.git.HttpsGitServer;
import io.crosstide.git.SshGitServer;
import io.crosstide.git.SshKeys;
import io.crosstide.git.TestRepository;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped program while its topology changes, between clusters that nobody reaches. */
@Tag("program")
class FollowIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TOKEN = "a token of some length";
  private static final String ONE =
      """
      clusters: {nyc: {bootstrap: "127.0.0.1:1"}, lon: {bootstrap: "127.0.0.1:2"}}
      flows: {nyc->lon: }
      """;
  private static final String TWO = ONE.replace("nyc->lon:", "nyc->lon: , lon->nyc:");

  @TempDir Path dir;

  @Test
  void shouldTakeUpTheNextCommitAndRefuseABadOne() throws Exception {
    try (var repository = new TestRepository(dir.resolve("repository"))) {
      repository.commit("topology.yaml", ONE);
      try (RunningProgram program =
          run(repository.location() + "?ref=main", "--topology-poll", "1")) {
        String next = repository.commit("topology.yaml", TWO);
        awaitRevision(program, next);
        assertThat(status(program).get("flows")).hasSize(2);

        String bad = repository.commit("topology.yaml", "no: topology\n");
        await()
            .atMost(PATIENCE)
            .until(() -> refused(program).get("revision").textValue().equals(bad));
        assertThat(refused(program).get("reason").textValue()).contains("topology.yaml:1:1 no");
        assertThat(program.get("/q/metrics").body()).contains("crosstide_topology_refused 1.0");
        awaitRevision(program, next);
        assertThat(post(program, TOKEN)).as("no token, no address").isEqualTo(404);

        assertThat(program.terminate()).isZero();
        assertThat(program.log()).anyMatch(line -> line.contains("revision=" + bad));
      }
    }
  }

  @Test
  void shouldLookAtOnceWhenAWebhookSaysSo() throws Exception {
    Path topology = Files.writeString(dir.resolve("topology.yaml"), ONE);
    Path token = Files.writeString(dir.resolve("token"), TOKEN + "\n");
    try (RunningProgram program =
        run(topology.toString(), "--topology-poll", "3600", "--refresh-token", token.toString())) {
      Files.writeString(topology, TWO);
      assertThat(post(program, "another one")).isEqualTo(401);

      // A file is believed when it was seen twice.
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                assertThat(post(program, TOKEN)).isEqualTo(202);
                return status(program).get("flows").size() == 2;
              });
    }
  }

  @Test
  void shouldFollowOverHttpsWithAPassword() throws Exception {
    Path secrets = Files.createDirectory(dir.resolve("secrets"));
    try (var repository = new TestRepository(dir.resolve("repository"));
        var server = new HttpsGitServer(repository, dir)) {
      Files.copy(server.certificate(), secrets.resolve("ca.crt"));
      Files.writeString(secrets.resolve("username"), "robot\n");
      Files.writeString(secrets.resolve("password"), "between-us\n");
      server.letIn("robot", "between-us");
      repository.commit("topology.yaml", ONE);
      try (RunningProgram program =
          run(server.location(), "--topology-poll", "1", "--git-secrets", secrets.toString())) {
        awaitRevision(program, repository.commit("topology.yaml", TWO));
        assertThat(status(program).get("flows")).hasSize(2);
      }
    }
  }

  /** With the cryptography that the SSH client finds in the shipped program. */
  @Test
  void shouldFollowSignedCommitsOverSsh() throws Exception {
    SshKeys deploy = SshKeys.generated();
    SshKeys signer = SshKeys.generated();
    Path signers =
        Files.writeString(
            dir.resolve("signers"), "tester@example.org " + signer.publicKey() + "\n");
    Path secrets = Files.createDirectory(dir.resolve("secrets"));
    deploy.writeTo(secrets.resolve("identity"));
    try (var repository = new TestRepository(dir.resolve("repository"));
        var server = new SshGitServer(repository, deploy)) {
      Files.writeString(secrets.resolve("known_hosts"), server.knownHost());
      repository.signWith(signer.writeTo(dir.resolve("signer")));
      repository.commit("topology.yaml", ONE);
      try (RunningProgram program =
          run(
              server.location(),
              "--topology-poll",
              "1",
              "--git-secrets",
              secrets.toString(),
              "--git-allowed-signers",
              signers.toString())) {
        awaitRevision(program, repository.commit("topology.yaml", TWO));

        repository.signWith(SshKeys.generated().writeTo(dir.resolve("stranger")));
        String unwanted = repository.commit("topology.yaml", ONE);
        await()
            .atMost(PATIENCE)
            .until(() -> refused(program).get("revision").textValue().equals(unwanted));
        assertThat(status(program).get("flows")).hasSize(2);
      }
    }
  }

  private RunningProgram run(String topology, String... options) throws Exception {
    List<String> words =
        List.of(
            "run",
            "--topology",
            topology,
            "--flow",
            "all",
            "--http-host",
            "127.0.0.1",
            "--http-port",
            "0");
    RunningProgram program =
        new RunningProgram(
            dir, Stream.concat(words.stream(), Arrays.stream(options)).toArray(String[]::new));
    await()
        .atMost(PATIENCE)
        .failFast(() -> assertThat(program.alive()).as("%s", program.log()).isTrue())
        .until(() -> program.httpPort().isPresent());
    return program;
  }

  private static void awaitRevision(RunningProgram program, String revision) {
    await()
        .atMost(PATIENCE)
        .until(() -> status(program).get("revision").get("revision").textValue().equals(revision));
  }

  private static JsonNode refused(RunningProgram program) throws Exception {
    return status(program).get("revision").get("refused");
  }

  private static JsonNode status(RunningProgram program) throws Exception {
    return new ObjectMapper().readTree(program.get("/status").body());
  }

  private static int post(RunningProgram program, String token) throws Exception {
    URI uri =
        URI.create("http://127.0.0.1:" + program.httpPort().orElseThrow() + "/topology/refresh");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("X-Gitlab-Token", token)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
