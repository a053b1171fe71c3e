package io.crosstide.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crosstide.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every overlay renders, to what was recorded. */
class KustomizeTest {
  /** Components that no flow takes in, each with the flow that does here, and its site. */
  private static final Map<String, List<String>> VARIANTS =
      Map.of(
          "several-instances", List.of("nyc-to-lon", "lon"),
          "autoscaling", List.of("plant-to-lon", "plant"));

  @TempDir private Path dir;

  static List<String> sites() {
    return Kustomize.SITES;
  }

  static List<String> variants() {
    return List.copyOf(new TreeSet<>(VARIANTS.keySet()));
  }

  @BeforeEach
  void needsKubectl() {
    assumeTrue(Tools.onPath("kubectl"), "kubectl is not on the PATH");
  }

  @ParameterizedTest
  @MethodSource("sites")
  void shouldRenderSitesAsRecorded(String site) {
    assertRecorded(site, Kustomize.render(Kustomize.FOLDER.resolve("sites/" + site)));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void shouldRenderComponentsAsRecorded(String component) throws IOException {
    Path copy = Kustomize.copy(dir.resolve("copy"));
    Kustomize.addComponent(copy, VARIANTS.get(component).getFirst(), component);

    Path site = copy.resolve("sites").resolve(VARIANTS.get(component).getLast());
    assertRecorded(component, Kustomize.render(site));
  }

  @Test
  void shouldRenderTheServiceMonitorInsteadOfThePodMonitor() throws IOException {
    Path copy = Kustomize.copy(dir.resolve("copy"));
    Path site = copy.resolve("sites/lon/kustomization.yaml");
    Files.writeString(site, Files.readString(site).replace("pod-monitor", "service-monitor"));

    assertRecorded("service-monitor", Kustomize.render(site.getParent()));
  }

  @Test
  void shouldRenderTheTopologyFromGitInsteadOfTheConfigMap() throws IOException {
    Path copy = Kustomize.copy(dir.resolve("copy"));
    Path flow = copy.resolve("flows/lab-to-lon/kustomization.yaml");
    Files.writeString(
        flow,
        Files.readString(flow).replace("../../topology", "../../components/topology-from-git"));

    assertRecorded("topology-from-git", Kustomize.render(copy.resolve("sites/lab")));
  }

  @Test
  void shouldRenderTheMonitoring() {
    List<Manifest> rendered = Manifest.parse(Kustomize.render(Path.of("deploy/monitoring")));

    assertThat(rendered)
        .extracting(Manifest::kind)
        .containsExactlyInAnyOrder("ConfigMap", "PrometheusRule");
    assertThat(rendered)
        .extracting(one -> one.text("metadata", "namespace"))
        .contains("monitoring");
  }

  @Test
  void shouldRecordNothingElse() {
    assertThat(Recorded.overlays())
        .containsExactlyInAnyOrder(
            "lab",
            "lon",
            "nyc",
            "plant",
            "several-instances",
            "autoscaling",
            "service-monitor",
            "topology-from-git");
  }

  @Test
  void shouldMakeAFlowFromALineThatRenders() throws IOException {
    Path copy = Kustomize.copy(dir.resolve("copy"));
    Tools.run(copy, "sh", "add-flow", "plant-berlin->hub-1");

    List<Manifest> rendered =
        Manifest.parse(Kustomize.render(copy.resolve("flows/plant-berlin-to-hub-1")));
    Manifest deployment = Manifest.ofKind(rendered, "Deployment").getFirst();
    assertThat(deployment.name()).isEqualTo("crosstide-plant-berlin-to-hub-1");
    assertThat(deployment.map("metadata", "labels"))
        .containsEntry("crosstide.io/source", "plant-berlin")
        .containsEntry("crosstide.io/target", "hub-1");
    assertThat(deployment.maps("spec", "template", "spec", "volumes").toString())
        .contains("secretName=crosstide-plant-berlin", "secretName=crosstide-hub-1");
    assertThat(
            deployment
                .maps("spec", "template", "spec", "containers")
                .getFirst()
                .get("volumeMounts")
                .toString())
        .contains("/etc/crosstide/clusters/plant-berlin", "/etc/crosstide/clusters/hub-1");
  }

  /** As objects: versions of kustomize differ in how they write them. */
  private static void assertRecorded(String overlay, String rendered) {
    if (Boolean.getBoolean("golden.rewrite")) {
      GoldenFile.assertMatches(Recorded.file(overlay), rendered);
    }
    assertThat(Manifest.parse(rendered).stream().map(Manifest::fields).toList())
        .as("%s (-Dgolden.rewrite=true accepts)", Recorded.file(overlay))
        .isEqualTo(Recorded.of(overlay).stream().map(Manifest::fields).toList());
  }
}
