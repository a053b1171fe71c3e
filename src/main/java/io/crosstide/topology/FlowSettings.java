package io.crosstide.topology;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which settings of two flows differ, by their keys in the file. */
final class FlowSettings {
  private final List<String> different = new ArrayList<>();

  private FlowSettings() {}

  /** All but selection and naming. */
  static List<String> different(Flow old, Flow now) {
    FlowPolicy before = old.policy();
    FlowPolicy after = now.policy();
    FlowSettings settings = new FlowSettings();
    settings.compare(before.topicDefaults(), after.topicDefaults());
    settings.compare("limits", before.limits(), after.limits());
    settings.compare("forward", before.forward(), after.forward());
    settings.compare("merge", before.merge(), after.merge());
    settings.compare("delivery", before.delivery(), after.delivery());
    settings.compare("topic-refresh", before.topicRefresh(), after.topicRefresh());
    settings.compare("topics", before.overrides(), after.overrides());
    settings.compare(before.sync(), after.sync());
    settings.compare(
        "client properties of the source",
        texts(before.sourceClient().over(old.source().client())),
        texts(after.sourceClient().over(now.source().client())));
    settings.compare(
        "client properties of the target",
        texts(before.targetClient().over(old.target().client())),
        texts(after.targetClient().over(now.target().client())));
    return settings.different;
  }

  /** Without the places where they stand. */
  private static Map<Role, Map<String, String>> texts(ClientSettings client) {
    Map<Role, Map<String, String>> texts = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      Map<String, String> ofRole = new HashMap<>();
      client.of(role).forEach((name, value) -> ofRole.put(name, value.text()));
      texts.put(role, ofRole);
    }
    return texts;
  }

  private void compare(TopicSettings before, TopicSettings after) {
    compare("start", before.start(), after.start());
    compare("replication-factor", before.replicationFactor(), after.replicationFactor());
    compare("isolation", before.isolation(), after.isolation());
    LossSettings old = before.losses();
    LossSettings now = after.losses();
    compare("on-gap", old.onGap(), now.onGap());
    compare("on-source-reset", old.onSourceReset(), now.onSourceReset());
    compare("on-target-loss", old.onTargetLoss(), now.onTargetLoss());
    compare("on-refused", old.onRefused(), now.onRefused());
  }

  private void compare(SyncPolicy before, SyncPolicy after) {
    compare("configs", before.configs().owners(), after.configs().owners());
    compare("adopt", before.configs().adopt(), after.configs().adopt());
    compare("acls", before.acls(), after.acls());
    compare("sync-refresh", before.refresh(), after.refresh());
    compare("heartbeats", before.heartbeats(), after.heartbeats());
  }

  private void compare(String key, Object before, Object after) {
    if (!Objects.equals(before, after)) {
      different.add(key);
    }
  }
}
