package io.crosstide.reconcile;

import io.crosstide.reconcile.ConfigChange.ResetConfig;
import io.crosstide.reconcile.ConfigChange.SetConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The configs of one target topic beside those of its source. A config that somebody set at the
 * target and that the source does not set is theirs.
 */
final class TopicComparison {
  private final ConfigRules rules;
  private final ObservedTopic source;
  private final ObservedTopic target;
  private final Map<String, String> before;
  private final Predicate<String> known;
  private final List<ConfigChange> changes = new ArrayList<>();
  private final List<LeftAlone> leftAlone = new ArrayList<>();
  private final Map<String, String> ours = new HashMap<>();

  private TopicComparison(
      ConfigRules rules,
      ObservedTopic source,
      ObservedTopic target,
      Map<String, String> before,
      Predicate<String> known) {
    this.rules = rules;
    this.source = source;
    this.target = target;
    this.before = before;
    this.known = known;
  }

  /**
   * @param before what the flow has set on the target topic so far
   * @param known whether the target's brokers may know a config
   */
  static TopicComparison of(
      ConfigRules rules,
      ObservedTopic source,
      ObservedTopic target,
      Map<String, String> before,
      Predicate<String> known) {
    TopicComparison comparison = new TopicComparison(rules, source, target, before, known);
    Set<String> keys = new TreeSet<>(source.configs().keySet());
    keys.addAll(target.configs().keySet());
    keys.forEach(comparison::compare);
    return comparison;
  }

  List<ConfigChange> changes() {
    return changes;
  }

  List<LeftAlone> leftAlone() {
    return leftAlone;
  }

  /** What is the flow's own on the target topic, once the changes are made. */
  Map<String, String> ours() {
    return ours;
  }

  private void compare(String key) {
    switch (rules.owner(key)) {
      case IGNORE -> {}
      case AT_CREATION, TARGET -> show(key);
      case SOURCE -> follow(key);
    }
  }

  private void show(String key) {
    if (explicit(source, key) && !same(key)) {
      leave(
          key,
          "it is the target's: %s here, %s at the source"
              .formatted(shown(target, key), shown(source, key)));
    }
  }

  private void follow(String key) {
    if (sensitive(source, key) || sensitive(target, key)) {
      leave(key, "it is a secret");
    } else if (explicit(source, key)) {
      want(key, source.config(key), source.name() + " sets it");
    } else if (key.equals(TopicConfigs.MAX_MESSAGE_BYTES)) {
      takeBatchesAsLarge(key);
    } else if (explicit(target, key)) {
      keepOrReset(key);
    }
  }

  private void want(String key, String value, String why) {
    if (!known.test(key)) {
      leave(key, "the target's brokers don't know it");
      return;
    }
    ours.put(key, value);
    if (!explicit(target, key) || !target.config(key).equals(value)) {
      changes.add(new SetConfig(target.name(), key, value, target.config(key), why));
    }
  }

  /** Whatever the source takes by its default the target must take, too. */
  private void takeBatchesAsLarge(String key) {
    OptionalInt given = source.maxMessageBytes();
    OptionalInt taken = target.maxMessageBytes();
    // Set when the topic was created, from the same default.
    boolean mine = setByUs(key) || (explicit(target, key) && same(key));
    boolean theirs = explicit(target, key) && !mine;
    if (given.isEmpty() || taken.isEmpty()) {
      return;
    }
    if (mine || (!theirs && taken.getAsInt() < given.getAsInt())) {
      want(key, source.config(key), source.name() + " takes batches of that size by default");
    } else if (theirs && taken.getAsInt() < given.getAsInt()) {
      leave(key, "somebody set it at the target, the source does not set it");
    }
  }

  private void keepOrReset(String key) {
    if (setByUs(key)) {
      // Its own until it is gone: what is forgotten first could not be told from somebody else's.
      ours.put(key, target.config(key));
      changes.add(
          new ResetConfig(
              target.name(),
              key,
              target.config(key),
              source.name() + " no longer sets it, and the flow had set it here"));
    } else {
      leave(
          key,
          before.containsKey(key)
              ? "somebody changed it at the target since the flow set it, the source does not set it"
              : "somebody set it at the target, the source does not set it");
    }
  }

  /** Whether what stands at the target is what the flow put there. */
  private boolean setByUs(String key) {
    return explicit(target, key) && target.config(key).equals(before.get(key));
  }

  private void leave(String key, String why) {
    leftAlone.add(new LeftAlone(target.name(), key, why));
  }

  private boolean same(String key) {
    return source.config(key).equals(target.config(key));
  }

  private static boolean explicit(ObservedTopic topic, String key) {
    ConfigValue value = topic.configs().get(key);
    return value != null && value.explicit();
  }

  private static boolean sensitive(ObservedTopic topic, String key) {
    ConfigValue value = topic.configs().get(key);
    return value != null && value.sensitive();
  }

  private static String shown(ObservedTopic topic, String key) {
    ConfigValue value = topic.configs().get(key);
    return value == null ? "unknown" : value.toString();
  }
}
