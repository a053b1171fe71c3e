package io.crosstide.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastGoodRevisionTest {
  private static final Revision REVISION =
      new Revision("0123abcd", "prod/topology.yaml", "a: \"ü\"\nb: |\n  # x\n");

  @TempDir Path dir;

  @Test
  void shouldGiveBackWhatWasKeptLast() throws Exception {
    var kept = new LastGoodRevision(dir.resolve("new/dir"), "git+https://h.example/r");
    assertThat(kept.kept()).isEmpty();

    kept.keep(new Revision("ffff", "x", "old: true\n"));
    kept.keep(REVISION);

    assertThat(new LastGoodRevision(dir.resolve("new/dir"), "git+https://h.example/r").kept())
        .contains(REVISION);
    assertThat(files(dir.resolve("new/dir"))).hasSize(1);
  }

  @Test
  void shouldKeepLocationsApart() throws Exception {
    new LastGoodRevision(dir, "one").keep(REVISION);

    assertThat(new LastGoodRevision(dir, "two").kept()).isEmpty();
  }

  @Test
  void shouldNotTakeADamagedFileForGood() throws Exception {
    var kept = new LastGoodRevision(dir, "one");
    kept.keep(REVISION);
    Path file = files(dir).getFirst();
    Files.writeString(file, Files.readString(file).replace("a:", "b:"));

    assertThatThrownBy(kept::kept).isInstanceOf(IOException.class).hasMessageContaining("damaged");
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
