package io.crosstide.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in over HTTPS and SSH, and whose commits are accepted. */
class GitAccessTest {
  @TempDir Path dir;

  private TestRepository repository;
  private Path secrets;
  private String commit;

  @BeforeEach
  void init() throws Exception {
    repository = new TestRepository(dir.resolve("repository"));
    commit = repository.commit("topology.yaml", "a: 1\n");
    secrets = Files.createDirectory(dir.resolve("secrets"));
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void shouldReadOverHttpsAndFetchOnlyWhatIsNew() throws Exception {
    try (var server = new HttpsGitServer(repository, dir)) {
      Files.copy(server.certificate(), secrets.resolve("ca.crt"));
      TopologySource source = source(server.location());
      assertThat(source.newest().id()).isEqualTo(commit);
      assertThat(source.newest().id()).isEqualTo(commit);
      assertThat(server.fetches).hasValue(1);

      String next = repository.commit("topology.yaml", "a: 2\n");

      assertThat(source.newest()).isEqualTo(new Revision(next, "topology.yaml", "a: 2\n"));
      assertThat(server.fetches).hasValue(2);
    }
  }

  @Test
  void shouldNotTrustAServerThatNobodyVouchesFor() throws Exception {
    try (var server = new HttpsGitServer(repository, dir)) {
      assertUnreadable(source(server.location()), "certification path");
    }
  }

  @Test
  void shouldShowPasswordsThatWereRotated() throws Exception {
    try (var server = new HttpsGitServer(repository, dir)) {
      Files.copy(server.certificate(), secrets.resolve("ca.crt"));
      Files.writeString(secrets.resolve("username"), "robot\n");
      Files.writeString(secrets.resolve("password"), "first-secret\n");
      server.letIn("robot", "first-secret");
      TopologySource source = source(server.location());
      assertThat(source.newest().id()).isEqualTo(commit);

      server.letIn("robot", "second-secret");
      assertUnreadable(source, "not authorized");
      Files.writeString(secrets.resolve("password"), "second-secret\n");

      assertThat(source.newest().id()).isEqualTo(commit);
    }
  }

  @Test
  void shouldShowABearerToken() throws Exception {
    try (var server = new HttpsGitServer(repository, dir)) {
      Files.copy(server.certificate(), secrets.resolve("ca.crt"));
      Files.writeString(secrets.resolve("bearerToken"), "a-token");
      server.authorization = "Bearer a-token";

      assertThat(source(server.location()).newest().id()).isEqualTo(commit);
    }
  }

  @Test
  void shouldReadOverSshWithAKnownHostAndAKey() throws Exception {
    SshKeys client = SshKeys.generated();
    try (var server = new SshGitServer(repository, client)) {
      client.writeTo(secrets.resolve("identity"));
      Files.writeString(secrets.resolve("known_hosts"), server.knownHost());

      assertThat(source(server.location()).newest())
          .isEqualTo(new Revision(commit, "topology.yaml", "a: 1\n"));
    }
  }

  @Test
  void shouldNotTalkToAHostThatIsNotKnown() throws Exception {
    SshKeys client = SshKeys.generated();
    try (var server = new SshGitServer(repository, client)) {
      client.writeTo(secrets.resolve("identity"));
      Files.writeString(
          secrets.resolve("known_hosts"),
          server.knownHost().split(" ", 2)[0] + " " + SshKeys.generated().publicKey() + "\n");

      assertUnreadable(source(server.location()), "key");
    }
  }

  @Test
  void shouldNotBeLetInWithAnotherKey() throws Exception {
    try (var server = new SshGitServer(repository, SshKeys.generated())) {
      SshKeys.generated().writeTo(secrets.resolve("identity"));
      Files.writeString(secrets.resolve("known_hosts"), server.knownHost());

      assertUnreadable(source(server.location()), "log in");
    }
  }

  @Test
  void shouldSayWhichFileSshNeeds() throws Exception {
    assertUnreadable(source("git+ssh://git@127.0.0.1:1/r.git"), "known_hosts");
    Files.writeString(secrets.resolve("known_hosts"), "");
    assertUnreadable(source("git+ssh://git@127.0.0.1:1/r.git"), "identity");
  }

  @Test
  void shouldSayThatASecretHasANameThatNobodyReads() throws Exception {
    Files.writeString(secrets.resolve("passwrod"), "x");

    assertUnreadable(source("git+https://127.0.0.1:1/r.git"), "passwrod");
  }

  @Test
  void shouldNotRepeatATokenThatIsNone() throws Exception {
    Files.writeString(secrets.resolve("bearerToken"), "a-secret\nb-secret\n");

    assertUnreadable(source("git+https://127.0.0.1:1/r.git"), "more than one line");
  }

  @Test
  void shouldGiveUpOnAServerThatSaysNothing() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      var options =
          new GitOptions(Optional.of(secrets), Optional.empty(), Duration.ofSeconds(2), 1_000);
      String location = "git+https://127.0.0.1:" + silent.getLocalPort() + "/r.git";
      TopologySource source = TopologySources.of(TopologyLocation.parse(location), options);

      long begun = System.nanoTime();
      assertUnreadable(source, "can't be read");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void shouldAcceptCommitsOfAllowedSignersAlone() throws Exception {
    SshKeys allowed = SshKeys.generated();
    SshKeys other = SshKeys.generated();
    Path signers =
        Files.writeString(
            dir.resolve("signers"), "tester@example.org " + allowed.publicKey() + "\n");
    TopologySource source =
        TopologySources.of(
            TopologyLocation.parse(repository.location()),
            new GitOptions(
                Optional.empty(), Optional.of(signers), Duration.ofSeconds(20), 1_000_000));
    assertRefused(source.newest(), commit, "not signed");

    repository.signWith(allowed.writeTo(dir.resolve("allowed")));
    String good = repository.commit("topology.yaml", "a: 2\n");
    assertThat(source.newest()).isEqualTo(new Revision(good, "topology.yaml", "a: 2\n"));

    repository.signWith(other.writeTo(dir.resolve("other")));
    String bad = repository.commit("topology.yaml", "a: 3\n");
    assertRefused(source.newest(), bad, "not one of the allowed signers'");
  }

  private static void assertRefused(Candidate candidate, String commit, String words) {
    assertThat(candidate)
        .isInstanceOfSatisfying(
            Candidate.Refusal.class,
            refusal -> {
              assertThat(refusal.id()).isEqualTo(commit);
              assertThat(refusal.reason()).contains(words);
            });
  }

  private static void assertUnreadable(TopologySource source, String words) {
    assertThatThrownBy(source::newest)
        .isInstanceOf(UnreadableTopologyException.class)
        .hasMessageContaining(words)
        .message()
        .doesNotContain("-secret");
  }

  private TopologySource source(String location) {
    var options =
        new GitOptions(Optional.of(secrets), Optional.empty(), Duration.ofSeconds(20), 1_000_000);
    return TopologySources.of(TopologyLocation.parse(location), options);
  }
}
