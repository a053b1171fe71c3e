package io.crosstide.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTopologyTest {
  @TempDir Path dir;

  @Test
  void shouldNameARevisionByItsContent() throws Exception {
    Path file = Files.writeString(dir.resolve("t.yaml"), "a: 1\n");

    Candidate first = new LocalTopology(file).newest();
    Candidate other =
        new LocalTopology(Files.writeString(dir.resolve("u.yaml"), "a: 2\n")).newest();

    assertThat(first.id()).matches("sha256-[0-9a-f]{16}").isNotEqualTo(other.id());
    assertThat(first).isEqualTo(new Revision(first.id(), file.toString(), "a: 1\n"));
  }

  @Test
  void shouldBelieveAChangeWhenItWasSeenTwice() throws Exception {
    Path file = Files.writeString(dir.resolve("t.yaml"), "a: 1\n");
    LocalTopology topology = new LocalTopology(file);
    assertThat(text(topology)).isEqualTo("a: 1\n");

    Files.writeString(file, "a: 1\nb:");
    assertThat(text(topology)).isEqualTo("a: 1\n");
    Files.writeString(file, "a: 1\nb: 2\n");
    assertThat(text(topology)).isEqualTo("a: 1\n");

    assertThat(text(topology)).isEqualTo("a: 1\nb: 2\n");
    assertThat(text(topology)).isEqualTo("a: 1\nb: 2\n");
  }

  @Test
  void shouldSeeADirectorySwappedAsKubernetesDoes() throws Exception {
    Path mount = mount("one", "a: 1\n");
    LocalTopology topology = new LocalTopology(mount);
    assertThat(text(topology)).isEqualTo("a: 1\n");

    swap(mount, "two", "a: 2\n");
    topology.newest();

    assertThat(text(topology)).isEqualTo("a: 2\n");
  }

  @Test
  void shouldSeeThroughAFileLinkedIntoASwappedDirectory() throws Exception {
    Path mount = mount("one", "a: 1\n");
    LocalTopology topology = new LocalTopology(mount.resolve("topology.yaml"));
    assertThat(text(topology)).isEqualTo("a: 1\n");

    swap(mount, "two", "a: 2\n");
    topology.newest();

    assertThat(text(topology)).isEqualTo("a: 2\n");
  }

  @Test
  void shouldTakeTheOnlyYamlFileOfADirectory() throws Exception {
    Files.writeString(dir.resolve("prod.yml"), "a: 1\n");
    Files.writeString(dir.resolve("README.md"), "no\n");
    Files.writeString(dir.resolve(".hidden.yaml"), "no\n");

    assertThat(text(new LocalTopology(dir))).isEqualTo("a: 1\n");
  }

  @Test
  void shouldNotGuessAmongSeveral() throws IOException {
    Files.writeString(dir.resolve("a.yaml"), "");
    Files.writeString(dir.resolve("b.yaml"), "");

    assertThatThrownBy(() -> new LocalTopology(dir).newest())
        .isInstanceOf(UnreadableTopologyException.class)
        .hasMessageContaining("2 YAML files");
  }

  @Test
  void shouldSayThatThereIsNoFile() {
    assertThatThrownBy(() -> new LocalTopology(dir.resolve("none.yaml")).newest())
        .isInstanceOf(UnreadableTopologyException.class)
        .hasMessageEndingWith("none.yaml: no such file");
  }

  @Test
  void shouldRefuseWhatIsNoText() throws Exception {
    Path file = Files.write(dir.resolve("t.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe});

    assertThat(new LocalTopology(file).newest())
        .isInstanceOfSatisfying(
            Candidate.Refusal.class, r -> assertThat(r.reason()).contains("not UTF-8"));
  }

  @Test
  void shouldRefuseWhatIsTooLargeWithoutReadingAllOfIt() throws Exception {
    Path file = Files.write(dir.resolve("t.yaml"), new byte[Revision.MAX_BYTES + 10]);

    assertThat(new LocalTopology(file).newest())
        .isInstanceOfSatisfying(
            Candidate.Refusal.class, r -> assertThat(r.reason()).contains("larger than"));
  }

  private static String text(TopologySource source) throws UnreadableTopologyException {
    return ((Revision) source.newest()).text();
  }

  /** As a ConfigMap is mounted: file -> ..data/file, ..data -> ..one. */
  private Path mount(String generation, String text) throws IOException {
    Path mount = Files.createDirectory(dir.resolve("mount"));
    write(mount, generation, text);
    Files.createSymbolicLink(mount.resolve("..data"), Path.of(".." + generation));
    Files.createSymbolicLink(mount.resolve("topology.yaml"), Path.of("..data", "topology.yaml"));
    return mount;
  }

  private static void swap(Path mount, String generation, String text) throws IOException {
    write(mount, generation, text);
    Path link = mount.resolve("..data_tmp");
    Files.createSymbolicLink(link, Path.of(".." + generation));
    Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void write(Path mount, String generation, String text) throws IOException {
    Path data = Files.createDirectory(mount.resolve(".." + generation));
    Files.writeString(data.resolve("topology.yaml"), text);
  }
}
