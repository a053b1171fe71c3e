package io.crosstide.reconcile;

import java.util.Objects;

/** What is to be done to one config of a topic of the target. */
public sealed interface ConfigChange extends Change {
  /** The topic at the target. */
  String topic();

  String key();

  @Override
  default String subject() {
    return topic();
  }

  /**
   * Sets it on the topic.
   *
   * @param before what takes effect now, empty when it is not known
   */
  record SetConfig(String topic, String key, String value, String before, String why)
      implements ConfigChange {
    public SetConfig {
      Objects.requireNonNull(topic, "topic");
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(before, "before");
      Objects.requireNonNull(why, "why");
    }

    @Override
    public String toString() {
      return "set %s %s=%s, was %s (%s)".formatted(topic, key, value, before, why);
    }
  }

  /** Removes it from the topic, so that the cluster's default takes effect. */
  record ResetConfig(String topic, String key, String before, String why) implements ConfigChange {
    public ResetConfig {
      Objects.requireNonNull(topic, "topic");
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(before, "before");
      Objects.requireNonNull(why, "why");
    }

    @Override
    public String toString() {
      return "reset %s %s, was %s (%s)".formatted(topic, key, before, why);
    }
  }
}
