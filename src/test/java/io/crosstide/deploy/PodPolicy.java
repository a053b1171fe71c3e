package io.crosstide.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** What every workload must keep to, and in which words it is told that it does not. */
final class PodPolicy {
  /** What a stop may take: {@code --grace-seconds} and the margin behind it. */
  private static final int STOP_S = 15;

  private static final Map<String, String> PROBES =
      Map.of(
          "startupProbe", "/q/health/started",
          "livenessProbe", "/q/health/live",
          "readinessProbe", "/q/health/ready");

  /** Volumes of bounded size that go with the pod. */
  private static final Set<String> WRITABLE = Set.of("tmp", "cache");

  private static final Pattern VERSION = Pattern.compile("[^@]+:v?[0-9][\\w.-]*");
  private static final Pattern DIGEST = Pattern.compile("[^@]+@sha256:[0-9a-f]{64}");

  private final List<String> violations = new ArrayList<>();
  private final Manifest deployment;

  private PodPolicy(Manifest deployment) {
    this.deployment = deployment;
  }

  /** What is wrong with the pods of a Deployment; empty when nothing is. */
  static List<String> violations(Manifest deployment) {
    PodPolicy policy = new PodPolicy(deployment);
    policy.pod();
    deployment.maps("spec", "template", "spec", "containers").forEach(policy::container);
    policy.volumes();
    return policy.violations;
  }

  private void pod() {
    Manifest pod = new Manifest(deployment.map("spec", "template", "spec"));
    expect(
        Objects.equals(pod.at("automountServiceAccountToken").orElse(null), false),
        "mounts a token for the Kubernetes API");
    expect(
        Objects.equals(pod.at("enableServiceLinks").orElse(null), false),
        "gets variables named after services, which the program takes for options");
    expect(!pod.text("serviceAccountName").isEmpty(), "runs under the default service account");
    expect(pod.at("securityContext", "runAsNonRoot").orElse(false).equals(true), "may run as root");
    expect(
        pod.at("securityContext", "runAsUser").orElse(0) instanceof Integer user && user > 0,
        "has no user id that is not root's");
    expect(
        pod.text("securityContext", "seccompProfile", "type").equals("RuntimeDefault"),
        "has no seccomp profile");
    for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
      expect(pod.at(host).isEmpty(), "shares the node's " + host);
    }
    expect(
        pod.at("terminationGracePeriodSeconds").orElse(0) instanceof Integer grace
            && grace > STOP_S,
        "is killed before it could stop cleanly");
    expect(pod.maps("topologySpreadConstraints").size() >= 2, "is not spread");
  }

  private void container(Map<String, Object> fields) {
    Manifest container = new Manifest(fields);
    Manifest security = new Manifest(container.map("securityContext"));
    expect(
        security.at("readOnlyRootFilesystem").orElse(false).equals(true),
        "may write to its root file system");
    expect(
        security.at("allowPrivilegeEscalation").orElse(true).equals(false), "may gain privileges");
    expect(security.at("privileged").isEmpty(), "is privileged");
    expect(
        security.at("capabilities", "drop").orElse(List.of()).equals(List.of("ALL")),
        "keeps capabilities");
    expect(security.at("capabilities", "add").isEmpty(), "adds capabilities");
    for (String bound : List.of("requests", "limits")) {
      for (String resource : List.of("cpu", "memory")) {
        expect(
            container.at("resources", bound, resource).isPresent(),
            "has no " + resource + " in " + bound);
      }
    }
    PROBES.forEach(
        (probe, path) ->
            expect(
                container.text(probe, "httpGet", "path").equals(path)
                    && container.text(probe, "httpGet", "port").equals("http"),
                "has no " + probe + " at " + path));
    String image = container.text("image");
    expect(
        VERSION.matcher(image).matches() || DIGEST.matcher(image).matches(),
        "runs an image of no version: " + image);
    for (Map<String, Object> mount : container.maps("volumeMounts")) {
      expect(!mount.containsKey("subPath"), "mounts a subPath, which never changes: " + mount);
      expect(
          WRITABLE.contains(mount.get("name")) || Objects.equals(mount.get("readOnly"), true),
          "may write into " + mount.get("mountPath"));
    }
    expect(container.at("env").isEmpty(), "has variables of its own, where secrets might be");
  }

  private void volumes() {
    Set<String> known = Set.of("configMap", "secret", "emptyDir");
    for (Map<String, Object> volume : deployment.maps("spec", "template", "spec", "volumes")) {
      expect(
          volume.keySet().stream().anyMatch(known::contains),
          "mounts something else than settings, secrets and room: " + volume);
      Manifest fields = new Manifest(volume);
      expect(
          fields.at("emptyDir").isEmpty() || fields.at("emptyDir", "sizeLimit").isPresent(),
          "may fill up the node's disk in " + volume.get("name"));
      expect(
          fields.at("secret").isEmpty()
              || (fields.at("secret", "defaultMode").orElse(0777) instanceof Integer mode
                  && (mode & 07) == 0),
          "lets everybody in the pod read the secrets of " + volume.get("name"));
    }
  }

  private void expect(boolean holds, String otherwise) {
    if (!holds) {
      violations.add(deployment.name() + " " + otherwise);
    }
  }
}
