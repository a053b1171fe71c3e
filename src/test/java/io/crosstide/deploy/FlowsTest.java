package io.crosstide.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosstide.topology.Flow;
import io.crosstide.topology.ReadResult;
import io.crosstide.topology.TopologyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Flows, sites and the topology fit each other. */
class FlowsTest {
  private static final String FLOW = "crosstide.io/flow";

  @TempDir private Path dir;

  static List<String> overlays() {
    return Recorded.overlays();
  }

  @Test
  void shouldShipATopologyWithoutAProblem() {
    ReadResult read = TopologyReader.read(Kustomize.FOLDER.resolve("topology/topology.yaml"));

    assertThat(read.problems()).isEmpty();
  }

  @Test
  void shouldRunEachFlowOfTheTopologyAtOneSite() throws IOException {
    List<String> run =
        Kustomize.SITES.stream()
            .flatMap(site -> Recorded.of(site).stream())
            .map(one -> one.text("data", "CROSSTIDE_FLOW"))
            .filter(flow -> !flow.isEmpty())
            .toList();

    assertThat(run).containsExactlyInAnyOrderElementsOf(flows().keySet());
    try (Stream<Path> folders = Files.list(Kustomize.FOLDER.resolve("flows"))) {
      assertThat(folders.map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              run.stream().map(flow -> flow.replace("->", "-to-")).toList());
    }
  }

  @Test
  void shouldRunFlowsAtTheirTargetUnlessTheySayWhyNot() {
    for (String site : Kustomize.SITES) {
      for (Manifest deployment : Manifest.ofKind(Recorded.of(site), "Deployment")) {
        Map<String, Object> why = deployment.map("metadata", "annotations");
        String end = why.isEmpty() ? "target" : "source";
        assertThat(why.keySet())
            .as("%s says where it runs and why, or neither", deployment)
            .isIn(Set.of(), Set.of("crosstide.io/runs-at", "crosstide.io/why"));
        assertThat(deployment.map("metadata", "labels")).containsEntry("crosstide.io/" + end, site);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void shouldSelectThePodsOfOneFlowAndNoOthers(String overlay) {
    List<Manifest> all = Recorded.of(overlay);
    for (Manifest deployment : Manifest.ofKind(all, "Deployment")) {
      Map<String, Object> labels = deployment.map("spec", "template", "metadata", "labels");
      List<Map<String, Object>> selectors = new ArrayList<>();
      selectors.add(deployment.map("spec", "selector", "matchLabels"));
      deployment
          .maps("spec", "template", "spec", "topologySpreadConstraints")
          .forEach(one -> selectors.add(new Manifest(one).map("labelSelector", "matchLabels")));
      for (String kind : List.of("Service", "PodDisruptionBudget", "NetworkPolicy")) {
        Manifest one =
            Manifest.ofKind(all, kind).stream()
                .filter(other -> other.name().equals(deployment.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " for " + deployment));
        selectors.add(selector(one));
      }
      assertThat(selectors)
          .as("selectors around %s in %s", deployment, overlay)
          .allSatisfy(
              selector ->
                  assertThat(labels.entrySet())
                      .containsAll(selector.entrySet())
                      .anyMatch(label -> selector.containsKey(FLOW)));
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void shouldMountTheTopologyItWasMadeOfAndTheFlowsOwnCredentialsAlone(String overlay) {
    for (Manifest deployment : Manifest.ofKind(Recorded.of(overlay), "Deployment")) {
      Map<String, Object> labels = deployment.map("metadata", "labels");
      assertThat(
              deployment.maps("spec", "template", "spec", "volumes").stream()
                  .map(volume -> new Manifest(volume).text("secret", "secretName"))
                  .filter(secret -> !secret.isEmpty() && !secret.equals("crosstide-git")))
          .containsExactlyInAnyOrder(
              "crosstide-" + labels.get("crosstide.io/source"),
              "crosstide-" + labels.get("crosstide.io/target"));
      if (overlay.equals("topology-from-git")) {
        continue;
      }
      String config =
          deployment.maps("spec", "template", "spec", "volumes").stream()
              .map(volume -> new Manifest(volume).text("configMap", "name"))
              .filter(name -> !name.isEmpty())
              .collect(Collectors.joining());
      assertThat(Recorded.of(overlay))
          .as("the ConfigMap %s of %s", config, deployment)
          .anyMatch(
              one -> one.name().equals(config) && !one.text("data", "topology.yaml").isEmpty());
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void shouldReachTheBrokersOfTheFlow(String overlay) {
    List<Manifest> all = Recorded.of(overlay);
    for (Manifest config : Manifest.ofKind(all, "ConfigMap")) {
      String name = config.text("data", "CROSSTIDE_FLOW");
      if (!name.isEmpty()) {
        Flow flow = flows().get(name);
        Manifest policy =
            Manifest.ofKind(all, "NetworkPolicy").stream()
                .filter(one -> one.name().endsWith("-" + name.replace("->", "-to-")))
                .findFirst()
                .orElseThrow();
        for (String bootstrap : List.of(flow.source().bootstrap(), flow.target().bootstrap())) {
          int port = Integer.parseInt(bootstrap.substring(bootstrap.lastIndexOf(':') + 1));
          assertThat(lets(policy, port)).as("%s lets %s out", policy, bootstrap).isTrue();
        }
        assertThat(lets(policy, 443))
            .as("%s lets 443 out", policy)
            .isEqualTo(overlay.equals("topology-from-git"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"nyc->lon,", "lon->nyc,", "plant->lon,encryption", "lab->lon,firewall"})
  @DisabledOnOs(OS.WINDOWS)
  void shouldHoldWhatAddFlowMakes(String flow, String reason) throws IOException {
    Path copy = Kustomize.copy(dir.resolve("copy"));
    Path made = Path.of("flows", flow.replace("->", "-to-"), "kustomization.yaml");
    Files.delete(copy.resolve(made));
    Files.delete(copy.resolve(made).getParent());

    Tools.run(copy, "sh", "add-flow", flow, reason == null ? "" : reason);

    assertThat(copy.resolve(made)).hasSameTextualContentAs(Kustomize.FOLDER.resolve(made));
  }

  @ParameterizedTest
  @CsvSource({
    "nyc,is not SOURCE->TARGET",
    "nyc->,other characters",
    "->lon,other characters",
    "nyc->lon->par,other characters",
    "NYC->lon,other characters",
    "a_b->lon,other characters",
    "../x->lon,other characters",
    "nyc->lon,is there already",
    "a-very-long-name-of-a-plant->and-of-a-hub,more than 36"
  })
  @DisabledOnOs(OS.WINDOWS)
  void shouldRefuseWhatMakesNoFlow(String flow, String why) throws IOException {
    Path copy = Kustomize.copy(dir.resolve("copy"));

    assertThatThrownBy(() -> Tools.run(copy, "sh", "add-flow", flow))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(why);
    try (Stream<Path> folders = Files.list(copy.resolve("flows"))) {
      assertThat(folders).hasSize(flows().size());
    }
  }

  private static Map<String, Flow> flows() {
    return TopologyReader.read(Kustomize.FOLDER.resolve("topology/topology.yaml"))
        .topology()
        .orElseThrow()
        .flows()
        .stream()
        .collect(Collectors.toMap(Flow::name, flow -> flow));
  }

  private static Map<String, Object> selector(Manifest one) {
    return switch (one.kind()) {
      case "Service" -> one.map("spec", "selector");
      case "PodDisruptionBudget" -> one.map("spec", "selector", "matchLabels");
      default -> one.map("spec", "podSelector", "matchLabels");
    };
  }

  private static boolean lets(Manifest policy, int port) {
    return policy.maps("spec", "egress").stream()
        .flatMap(rule -> Manifest.listOf(rule.get("ports")).stream())
        .anyMatch(
            ports -> {
              int first = (Integer) ports.get("port");
              int last = (Integer) ports.getOrDefault("endPort", first);
              return first <= port && port <= last;
            });
  }
}
