package io.crosstide.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rendered workload keeps to the policy, and the policy sees when one does not. */
class PodPolicyTest {
  @Test
  void shouldFindNothingInAnyOverlay() {
    List<Manifest> deployments = Manifest.ofKind(Recorded.all(), "Deployment");

    assertThat(deployments).hasSizeGreaterThanOrEqualTo(Kustomize.SITES.size());
    assertThat(deployments.stream().flatMap(one -> PodPolicy.violations(one).stream())).isEmpty();
  }

  @Test
  void shouldLetNoOtherKindOfWorkloadEscapeThePolicy() {
    assertThat(Recorded.all())
        .extracting(Manifest::kind)
        .doesNotContain("StatefulSet", "DaemonSet", "Job", "CronJob", "Pod", "ReplicaSet");
  }

  static Stream<Arguments> breaks() {
    return Stream.of(
        pod("token", pod -> pod.remove("automountServiceAccountToken")),
        pod("variables named after services", pod -> pod.put("enableServiceLinks", true)),
        pod("default service account", pod -> pod.remove("serviceAccountName")),
        pod("as root", pod -> inside(pod, "securityContext").put("runAsNonRoot", false)),
        pod("user id", pod -> inside(pod, "securityContext").put("runAsUser", 0)),
        pod("seccomp", pod -> inside(pod, "securityContext").remove("seccompProfile")),
        pod("hostNetwork", pod -> pod.put("hostNetwork", true)),
        pod("killed before", pod -> pod.put("terminationGracePeriodSeconds", 15)),
        pod("spread", pod -> pod.remove("topologySpreadConstraints")),
        pod("something else", pod -> volume(pod, "tmp", "hostPath", Map.of("path", "/"))),
        pod("fill up", pod -> volume(pod, "tmp", "emptyDir", Map.of())),
        pod("everybody", pod -> volume(pod, "source-credentials", "secret", Map.of())),
        container("root file system", one -> security(one).remove("readOnlyRootFilesystem")),
        container("gain privileges", one -> security(one).put("allowPrivilegeEscalation", true)),
        container("privileged", one -> security(one).put("privileged", true)),
        container("keeps capabilities", one -> security(one).remove("capabilities")),
        container("memory in limits", one -> bound(one, "limits").remove("memory")),
        container("cpu in requests", one -> bound(one, "requests").remove("cpu")),
        container("startupProbe", one -> one.remove("startupProbe")),
        container("livenessProbe", one -> probe(one, "livenessProbe", "/q/health/ready")),
        container("readinessProbe", one -> probe(one, "readinessProbe", "/status")),
        container("no version", one -> one.put("image", "crosstide")),
        container("no version", one -> one.put("image", "registry.example.net/x:latest")),
        container("no version", one -> one.put("image", "registry.example.net:5000/x")),
        container("subPath", one -> mount(one).put("subPath", "topology.yaml")),
        container("may write into", one -> mount(one).remove("readOnly")),
        container("variables of its own", one -> one.put("env", List.of())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breaks")
  void shouldSee(String complaint, Consumer<Map<String, Object>> breaking) {
    Manifest deployment = Manifest.ofKind(Recorded.of("plant"), "Deployment").getFirst();
    assertThat(PodPolicy.violations(deployment)).isEmpty();

    breaking.accept(deployment.map("spec", "template", "spec"));

    assertThat(PodPolicy.violations(deployment)).singleElement().asString().contains(complaint);
  }

  private static Arguments pod(String complaint, Consumer<Map<String, Object>> breaking) {
    return Arguments.of(complaint, breaking);
  }

  private static Arguments container(String complaint, Consumer<Map<String, Object>> breaking) {
    return pod(
        complaint, pod -> breaking.accept(Manifest.listOf(pod.get("containers")).getFirst()));
  }

  private static Map<String, Object> inside(Map<String, Object> fields, String key) {
    return Manifest.fieldsOf(fields.get(key));
  }

  private static Map<String, Object> security(Map<String, Object> container) {
    return inside(container, "securityContext");
  }

  private static Map<String, Object> bound(Map<String, Object> container, String which) {
    return inside(inside(container, "resources"), which);
  }

  private static void probe(Map<String, Object> container, String which, String path) {
    inside(inside(container, which), "httpGet").put("path", path);
  }

  private static Map<String, Object> mount(Map<String, Object> container) {
    return Manifest.listOf(container.get("volumeMounts")).getFirst();
  }

  private static void volume(
      Map<String, Object> pod, String name, String kind, Map<String, Object> fields) {
    Map<String, Object> volume =
        Manifest.listOf(pod.get("volumes")).stream()
            .filter(one -> one.get("name").equals(name))
            .findFirst()
            .orElseThrow();
    volume.clear();
    volume.put("name", name);
    volume.put(kind, fields);
  }
}
