package io.crosstide.reconcile;

import java.util.List;
import java.util.Map;

/**
 * What follows from comparing configs, in order of topic and key.
 *
 * @param changes what to do; empty once it has been done
 * @param leftAlone what stays different on purpose
 * @param collisions topics that somebody else made under a name that is the flow's
 * @param records by target topic, those that must be stored before the changes are made; one
 *     without configs is to be forgotten
 */
public record ConfigPlan(
    List<ConfigChange> changes,
    List<LeftAlone> leftAlone,
    List<Notice> collisions,
    Map<String, ConfigRecord> records) {
  public ConfigPlan {
    changes = List.copyOf(changes);
    leftAlone = List.copyOf(leftAlone);
    collisions = List.copyOf(collisions);
    records = Map.copyOf(records);
  }
}
