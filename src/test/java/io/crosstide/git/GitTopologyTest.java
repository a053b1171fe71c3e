package io.crosstide.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.eclipse.jgit.lib.StoredConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a repository, over git's protocol in this process. */
class GitTopologyTest {
  private static final GitOptions OPTIONS =
      new GitOptions(Optional.empty(), Optional.empty(), Duration.ofSeconds(20), 500_000);

  @TempDir Path dir;

  private TestRepository repository;

  @BeforeEach
  void init() {
    repository = new TestRepository(dir.resolve("repository"));
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void shouldReadTheNewestCommitOfTheDefaultBranch() throws Exception {
    repository.commit("topology.yaml", "a: 1\n");
    String commit = repository.commit("topology.yaml", "a: 2\n");

    assertThat(source("").newest()).isEqualTo(new Revision(commit, "topology.yaml", "a: 2\n"));
  }

  @Test
  void shouldFollowABranchToItsNextCommit() throws Exception {
    String first = repository.commit("prod/eu.yaml", "a: 1\n");
    TopologySource source = source("?ref=main&path=prod/eu.yaml");
    assertThat(source.newest().id()).isEqualTo(first);
    assertThat(source.newest().id()).isEqualTo(first);

    String second = repository.commit("prod/eu.yaml", "a: 2\n");

    assertThat(source.newest()).isEqualTo(new Revision(second, "prod/eu.yaml", "a: 2\n"));
  }

  @Test
  void shouldNameTheCommitThatATagPointsTo() throws Exception {
    String tagged = repository.commit("topology.yaml", "a: 1\n");
    repository.git().tag().setName("v1").setAnnotated(true).setMessage("v1").call();
    repository.commit("topology.yaml", "a: 2\n");

    assertThat(source("?ref=v1").newest())
        .isEqualTo(new Revision(tagged, "topology.yaml", "a: 1\n"));
  }

  @Test
  void shouldReadOneCommitForGood() throws Exception {
    String commit = repository.commit("topology.yaml", "a: 1\n");
    repository.commit("topology.yaml", "a: 2\n");

    assertThat(source("?ref=" + commit).newest())
        .isEqualTo(new Revision(commit, "topology.yaml", "a: 1\n"));
  }

  @Test
  void shouldSayThatThereIsNoSuchBranch() {
    repository.commit("topology.yaml", "a: 1\n");

    assertThatThrownBy(() -> source("?ref=mian").newest())
        .isInstanceOf(UnreadableTopologyException.class)
        .hasMessageContaining("no branch or tag mian");
  }

  @Test
  void shouldSayThatThereIsNoRepository() {
    assertThatThrownBy(
            () ->
                TopologySources.of(
                        TopologyLocation.parse("git+file://" + dir.resolve("nowhere")), OPTIONS)
                    .newest())
        .isInstanceOf(UnreadableTopologyException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void shouldRefuseACommitWithoutTheFile() throws Exception {
    String commit = repository.commit("other.yaml", "a: 1\n");

    assertThat(source("").newest())
        .isEqualTo(new Candidate.Refusal(commit, "the commit has no file topology.yaml"));
  }

  @Test
  void shouldRefuseALinkInPlaceOfTheFile() throws Exception {
    Files.createSymbolicLink(
        repository.directory().resolve("topology.yaml"), Path.of("/etc/hosts"));
    String commit = repository.commitAll();

    assertThat(source("").newest())
        .isEqualTo(
            new Candidate.Refusal(commit, "topology.yaml is no regular file in this commit"));
  }

  @Test
  void shouldFetchNoHistory() throws Exception {
    repository.commit("blob", noise(400_000));
    Files.delete(repository.directory().resolve("blob"));
    repository.commit("blob2", noise(400_001));
    Files.delete(repository.directory().resolve("blob2"));
    repository.commit("topology.yaml", "a: 1\n");

    assertThat(source("").newest()).isInstanceOf(Revision.class);
  }

  @Test
  void shouldFetchNoLargeFilesWhereTheServerLeavesThemOut() throws Exception {
    repository.commit("video", noise(3_000_000));
    repository.commit("topology.yaml", "a: 1\n");

    assertThat(source("").newest()).isInstanceOf(Revision.class);
  }

  @Test
  void shouldReadFromAServerThatLeavesNothingOut() throws Exception {
    leaveNothingOut();
    repository.commit("topology.yaml", "a: 1\n");
    TopologySource source = source("");
    assertThat(source.newest()).isInstanceOf(Revision.class);

    String next = repository.commit("topology.yaml", "a: 2\n");

    assertThat(source.newest()).isEqualTo(new Revision(next, "topology.yaml", "a: 2\n"));
  }

  @Test
  void shouldStopAFetchThatIsTooLarge() {
    for (int i = 0; i < 3; i++) {
      repository.commit("blob" + i, noise(400_000 + i));
    }
    repository.commit("topology.yaml", "a: 1\n");

    assertThatThrownBy(() -> source("").newest())
        .isInstanceOf(UnreadableTopologyException.class)
        .hasMessageContaining("more than 500000 bytes");
  }

  @Test
  void shouldStopAFetchOfAFileThatIsLargeOnceItIsOpened() throws Exception {
    leaveNothingOut();
    repository.commit("zeros", new byte[20_000_000]);
    repository.commit("topology.yaml", "a: 1\n");

    assertThatThrownBy(() -> source("").newest())
        .isInstanceOf(UnreadableTopologyException.class)
        .hasMessageContaining("Max object size limit is");
  }

  @Test
  void shouldRefuseATopologyThatIsTooLarge() throws Exception {
    String commit = repository.commit("topology.yaml", noise(Revision.MAX_BYTES + 2));

    assertThat(source("").newest())
        .isEqualTo(new Candidate.Refusal(commit, "topology.yaml is larger than 1048576 bytes"));
  }

  private void leaveNothingOut() throws Exception {
    StoredConfig config = repository.repository().getConfig();
    config.setBoolean("uploadpack", null, "allowFilter", false);
    config.save();
  }

  private TopologySource source(String query) {
    return TopologySources.of(TopologyLocation.parse(repository.location() + query), OPTIONS);
  }

  /** Bytes that no pack makes smaller. */
  private static byte[] noise(int size) {
    byte[] noise = new byte[size];
    new Random(size).nextBytes(noise);
    return noise;
  }
}
