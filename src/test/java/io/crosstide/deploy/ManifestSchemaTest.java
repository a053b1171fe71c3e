package io.crosstide.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is rendered fits the schemas of Kubernetes: no field that it would not know. */
class ManifestSchemaTest {
  private static final Gson GSON = new Gson();

  private static final Map<String, Schema> SCHEMAS =
      Map.of(
          "v1 Namespace", V1Namespace::validateJsonElement,
          "v1 ServiceAccount", V1ServiceAccount::validateJsonElement,
          "v1 ConfigMap", V1ConfigMap::validateJsonElement,
          "v1 Service", V1Service::validateJsonElement,
          "apps/v1 Deployment", V1Deployment::validateJsonElement,
          "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
          "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement,
          "autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::validateJsonElement);

  /** Their schemas are the Prometheus Operator's. */
  private static final Set<String> FOREIGN =
      Set.of("monitoring.coreos.com/v1 PodMonitor", "monitoring.coreos.com/v1 ServiceMonitor");

  @FunctionalInterface
  private interface Schema {
    void validate(JsonElement json) throws IOException;
  }

  static List<String> overlays() {
    return Recorded.overlays();
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void shouldFitTheSchemas(String overlay) {
    List<Manifest> all = Recorded.of(overlay);
    assertThat(all).isNotEmpty();
    for (Manifest one : all) {
      if (!FOREIGN.contains(type(one))) {
        assertThat(SCHEMAS).as("schema of %s", one).containsKey(type(one));
        assertThatCode(() -> validate(one)).as(one.toString()).doesNotThrowAnyException();
      }
    }
  }

  @Test
  void shouldRefuseWhatKubernetesWouldNotKnow() {
    Manifest deployment = Manifest.ofKind(Recorded.of("lon"), "Deployment").getFirst();
    Map<String, Object> container =
        deployment.maps("spec", "template", "spec", "containers").getFirst();

    container.put("readyProbe", Map.of());

    assertThatThrownBy(() -> validate(deployment)).hasMessageContaining("readyProbe");
  }

  @Test
  void shouldRefuseWhatLacksARequiredField() {
    Manifest deployment = Manifest.ofKind(Recorded.of("lon"), "Deployment").getFirst();

    deployment.map("spec").remove("selector");

    assertThatThrownBy(() -> validate(deployment)).hasMessageContaining("selector");
  }

  private static void validate(Manifest one) throws IOException {
    SCHEMAS.get(type(one)).validate(GSON.toJsonTree(one.fields()));
  }

  private static String type(Manifest one) {
    return one.text("apiVersion") + " " + one.kind();
  }
}
