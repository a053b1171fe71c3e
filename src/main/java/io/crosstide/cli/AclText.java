package io.crosstide.cli;

import io.crosstide.topology.NamePattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rights as commands, as Strimzi's KafkaUser resources, and as JSON. */
final class AclText {
  private AclText() {}

  /** For a shell; every word that is not ours stands in quotes. */
  static String commands(List<FlowRights> rights, String principal) {
    StringBuilder text = new StringBuilder();
    for (FlowRights cluster : rights) {
      text.append("# ").append(cluster.cluster().alias()).append('\n');
      cluster
          .operations()
          .forEach(
              (guarded, operations) -> {
                text.append("# ").append(FlowRights.why(operations)).append('\n');
                text.append("kafka-acls.sh --bootstrap-server ")
                    .append(quoted(cluster.cluster().bootstrap()))
                    .append(" --command-config admin.properties --add --allow-principal ")
                    .append(quoted(principal));
                operations
                    .keySet()
                    .forEach(
                        operation ->
                            text.append(" --operation ").append(FlowRights.word(operation)));
                text.append(' ').append(resource(guarded)).append('\n');
              });
    }
    return text.toString();
  }

  private static String resource(FlowRights.Guarded guarded) {
    return switch (guarded.resource()) {
      case TOPIC -> named("--topic", guarded.pattern());
      case GROUP -> named("--group", guarded.pattern());
      case TRANSACTIONAL_ID -> named("--transactional-id", guarded.pattern());
      case CLUSTER -> "--cluster";
    };
  }

  private static String named(String option, NamePattern pattern) {
    return "%s %s --resource-pattern-type %s"
        .formatted(option, quoted(pattern.text()), FlowRights.patternType(pattern));
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** One resource for each cluster; the label names the Kafka resource by the cluster's alias. */
  static String strimzi(List<FlowRights> rights, String user) {
    return rights.stream()
        .map(cluster -> kafkaUser(cluster, user))
        .collect(Collectors.joining("---\n"));
  }

  private static String kafkaUser(FlowRights cluster, String user) {
    StringBuilder text =
        new StringBuilder(
            """
            apiVersion: kafka.strimzi.io/v1
            kind: KafkaUser
            metadata:
              name: %s
              labels:
                strimzi.io/cluster: %s # the name of the Kafka resource
            spec:
              authorization:
                type: simple
                acls:
            """
                .formatted(user, cluster.cluster().alias()));
    cluster
        .operations()
        .forEach(
            (guarded, operations) ->
                text.append(
                    """
                          # %s
                          - resource:
                    %s
                            operations: [%s]
                    """
                        .formatted(
                            FlowRights.why(operations),
                            strimziResource(guarded).indent(10).stripTrailing(),
                            operations.keySet().stream()
                                .map(FlowRights::word)
                                .collect(Collectors.joining(", ")))));
    return text.toString();
  }

  private static String strimziResource(FlowRights.Guarded guarded) {
    return switch (guarded.resource()) {
      case TOPIC -> strimzi("topic", guarded.pattern());
      case GROUP -> strimzi("group", guarded.pattern());
      case TRANSACTIONAL_ID -> strimzi("transactionalId", guarded.pattern());
      case CLUSTER -> "type: cluster";
    };
  }

  private static String strimzi(String type, NamePattern pattern) {
    return """
              type: %s
              name: "%s"
              patternType: %s"""
        .formatted(type, pattern.text(), strimziPattern(pattern));
  }

  private static String strimziPattern(NamePattern pattern) {
    return pattern.prefixed() ? "prefix" : "literal";
  }

  static String json(List<FlowRights> rights, String principal) {
    List<Map<String, Object>> acls = new ArrayList<>();
    for (FlowRights cluster : rights) {
      cluster
          .operations()
          .forEach(
              (guarded, operations) ->
                  operations.forEach(
                      (operation, why) -> {
                        Map<String, Object> acl = new LinkedHashMap<>();
                        acl.put("cluster", cluster.cluster().alias());
                        acl.put("principal", principal);
                        acl.put("resourceType", guarded.resource().name());
                        acl.put("name", guarded.pattern().text());
                        acl.put("patternType", FlowRights.patternType(guarded.pattern()));
                        acl.put("operation", operation.name());
                        acl.put("why", String.join(", ", why));
                        acls.add(acl);
                      }));
    }
    return Json.pretty(Map.of("acls", acls));
  }
}
