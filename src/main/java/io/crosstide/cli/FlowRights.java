package io.crosstide.cli;

import io.crosstide.flow.Right;
import io.crosstide.topology.Cluster;
import io.crosstide.topology.NamePattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a principal must be allowed on one cluster, by resource.
 *
 * @param cluster where
 * @param operations of every resource, with what each is for
 */
record FlowRights(Cluster cluster, Map<Guarded, Map<Right.Operation, Set<String>>> operations) {
  /** Something that ACLs guard. */
  record Guarded(Right.Resource resource, NamePattern pattern) {}

  static FlowRights none(Cluster cluster) {
    return new FlowRights(cluster, new LinkedHashMap<>());
  }

  void add(Right right) {
    operations
        .computeIfAbsent(
            new Guarded(right.resource(), right.pattern()), guarded -> new LinkedHashMap<>())
        .computeIfAbsent(right.operation(), operation -> new LinkedHashSet<>())
        .add(right.why());
  }

  /** {@code DescribeConfigs}, as kafka-acls and Strimzi call it. */
  static String word(Right.Operation operation) {
    return switch (operation) {
      case READ -> "Read";
      case WRITE -> "Write";
      case CREATE -> "Create";
      case ALTER -> "Alter";
      case DESCRIBE -> "Describe";
      case DESCRIBE_CONFIGS -> "DescribeConfigs";
      case ALTER_CONFIGS -> "AlterConfigs";
    };
  }

  /** {@code literal} or {@code prefixed}. */
  static String patternType(NamePattern pattern) {
    return pattern.prefixed() ? "prefixed" : "literal";
  }

  /** What one resource is needed for, in one line. */
  static String why(Map<Right.Operation, Set<String>> operations) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    operations.forEach(
        (operation, reasons) ->
            reasons.forEach(
                why ->
                    byReason.computeIfAbsent(why, key -> new ArrayList<>()).add(word(operation))));
    List<String> reasons = new ArrayList<>();
    byReason.forEach((why, words) -> reasons.add(String.join(", ", words) + " " + why));
    return String.join("; ", reasons);
  }
}
