package io.crosstide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.deploy.Manifest;
import io.crosstide.deploy.Recorded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a pod of deploy/kustomize runs is a command that the program understands. */
class PodCommandTest {
  private static final String MOUNTED = "/etc/crosstide/topology";

  @TempDir private Path dir;

  /** Those that mount a topology. */
  static List<String> overlays() {
    return Recorded.overlays().stream().filter(one -> !one.equals("topology-from-git")).toList();
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void shouldRunTheFlowOfTheMountedTopology(String overlay) throws Exception {
    List<Manifest> configs = Manifest.ofKind(Recorded.of(overlay), "ConfigMap");
    String flow = text(configs, "CROSSTIDE_FLOW");
    Files.writeString(dir.resolve("topology.yaml"), text(configs, "topology.yaml"));
    Manifest deployment = Manifest.ofKind(Recorded.of(overlay), "Deployment").getFirst();
    List<?> args =
        (List<?>) deployment.maps("spec", "template", "spec", "containers").getFirst().get("args");
    CommandRun run = new CommandRun(Map.of("CROSSTIDE_FLOW", flow));

    int code =
        run.execute(
            args.stream()
                .map(arg -> arg.toString().replace(MOUNTED, dir.toString()))
                .toArray(String[]::new));

    assertThat(run.err()).isEmpty();
    assertThat(code).isZero();
    assertThat(run.events().getFirst()).startsWith("prepare " + flow);
    assertThat(run.events()).contains("start", "serve 0.0.0.0:8080");
  }

  private static String text(List<Manifest> configs, String key) {
    return configs.stream().map(one -> one.text("data", key)).collect(Collectors.joining());
  }
}
