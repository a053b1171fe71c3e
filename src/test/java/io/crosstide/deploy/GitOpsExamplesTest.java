package io.crosstide.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples for Argo CD and Flux lead to folders that are there. */
class GitOpsExamplesTest {
  private static final Path FOLDER = Kustomize.FOLDER.resolve("examples");

  @Test
  void shouldGiveArgoCdAllSites() throws IOException {
    Manifest set = read("argo-cd/applicationset.yaml").getFirst();
    Map<String, Object> git =
        Manifest.fieldsOf(set.maps("spec", "generators").getFirst().get("git"));

    String path = (String) Manifest.listOf(git.get("directories")).getFirst().get("path");

    assertThat(path).isEqualTo(Kustomize.FOLDER.resolve("sites") + "/*");
    assertThat(set.text("spec", "template", "spec", "source", "path"))
        .isEqualTo("{{ .path.path }}");
    assertThat(set.text("spec", "template", "spec", "source", "repoURL"))
        .isEqualTo(git.get("repoURL"));
  }

  @Test
  void shouldGiveFluxASiteAndItsSecrets() throws IOException {
    List<Manifest> all = read("flux/lon.yaml");

    assertThat(all).allMatch(one -> one.text("metadata", "namespace").equals("flux-system"));
    String repository = Manifest.ofKind(all, "GitRepository").getFirst().name();
    List<Manifest> applied = Manifest.ofKind(all, "Kustomization");
    assertThat(applied)
        .extracting(one -> one.text("spec", "sourceRef", "name"))
        .containsOnly(repository);
    assertThat(Path.of(applied.getFirst().text("spec", "path"))).isDirectory();
    assertThat(applied.getFirst().maps("spec", "dependsOn").getFirst())
        .containsEntry("name", applied.getLast().name());
  }

  private static List<Manifest> read(String file) throws IOException {
    return Manifest.parse(Files.readString(FOLDER.resolve(file)));
  }
}
