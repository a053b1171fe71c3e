package io.crosstide.reconcile;

import java.util.Objects;

/**
 * Something about a topic that an operator should know.
 *
 * @param topic the topic at the source
 * @param skipped whether the topic is not mirrored because of it
 * @param text what, and what to do about it
 */
public record Notice(String topic, boolean skipped, String text) {
  public Notice {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(text, "text");
  }

  @Override
  public String toString() {
    return (skipped ? "skip " : "note ") + topic + ": " + text;
  }
}
