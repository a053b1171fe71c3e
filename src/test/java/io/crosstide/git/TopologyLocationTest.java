package io.crosstide.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyLocationTest {
  @Test
  void shouldTakeAnythingElseForAPath() {
    assertThat(TopologyLocation.parse("topologies/mesh.yaml"))
        .isEqualTo(new TopologyLocation.Local(Path.of("topologies/mesh.yaml")));
  }

  @ParameterizedTest
  @CsvSource({
    "git+https://git.example.org/ops/mirrors.git, https://git.example.org/ops/mirrors.git, HEAD,"
        + " topology.yaml",
    "git+https://git.example.org/ops.git?ref=v1.2&path=prod/eu.yaml, https://git.example.org/ops.git,"
        + " v1.2, prod/eu.yaml",
    "git+ssh://git@git.example.org:2222/ops.git?ref=refs/heads/x, ssh://git@git.example.org:2222/ops.git,"
        + " refs/heads/x, topology.yaml",
    "git+file:///srv/ops.git?path=a%20b.yaml, file:///srv/ops.git, HEAD, a b.yaml",
  })
  void shouldReadRepositoryRefAndPath(String text, String repository, String ref, String path) {
    assertThat(TopologyLocation.parse(text))
        .isEqualTo(new TopologyLocation.Git(repository, ref, path));
  }

  @Test
  void shouldBeWrittenSoThatItIsReadAgain() {
    TopologyLocation location = new TopologyLocation.Git("https://h.example/r", "main", "p.yaml");

    assertThat(TopologyLocation.parse(location.toString())).isEqualTo(location);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "https://h.example/r; neither a path nor git+https",
        "git+http://h.example/r; git+http is not known",
        "git+https://h.example; names no repository",
        "git+https:///r/x; names no host",
        "git+https://h.example/r#x; say ?path=",
        "git+https://h.example/r?branch=x; say ref=REF",
        "git+https://h.example/r?ref=a&ref=b; at most once",
        "git+https://h.example/r?ref=; ref is empty",
        "git+https://h.example/r?path=/etc/passwd; not one within the repository",
        "git+https://h.example/r?path=a/../b; not one within the repository",
        "git+ssh://git:hunter2@h.example/r; no user or password",
        "git+https://hunter2@h.example/r; no user or password",
      })
  void shouldSayWhatIsWrong(String text, String words) {
    assertThatThrownBy(() -> TopologyLocation.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git+https://user:hunter2@h.example/r",
        "https://user:hunter2@h.example/r",
        "git+https://user:hunter2@h.example/r x",
        "git+ftp://user:hunter2@h.example/r"
      })
  void shouldNotRepeatAPassword(String text) {
    assertThatThrownBy(() -> TopologyLocation.parse(text)).message().doesNotContain("hunter2");
  }
}
