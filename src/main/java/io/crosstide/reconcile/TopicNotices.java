package io.crosstide.reconcile;

import java.util.ArrayList;
import java.util.List;

/** What keeps a target topic from being what its source is, seen before it hurts. */
final class TopicNotices {
  private TopicNotices() {}

  static List<Notice> of(ObservedTopic source, ObservedTopic target) {
    List<String> texts = new ArrayList<>();
    if (source.configs().isEmpty() || target.configs().isEmpty()) {
      texts.add(
          "configs can't be compared: the principals need DESCRIBE_CONFIGS on "
              + (source.configs().isEmpty()
                  ? "the source topic"
                  : "target topic " + target.name()));
    } else {
      compare(source, target, texts);
    }
    return texts.stream().map(text -> new Notice(source.name(), false, text)).toList();
  }

  private static void compare(ObservedTopic source, ObservedTopic target, List<String> texts) {
    if (target.config(TopicConfigs.TIMESTAMP_TYPE).equals("LogAppendTime")) {
      texts.add(
          "target topic %s has message.timestamp.type=LogAppendTime: timestamps are lost there"
              .formatted(target.name()));
    }
    int taken = target.maxMessageBytes().orElse(TopicConfigs.DEFAULT_MAX_MESSAGE_BYTES);
    int given = source.maxMessageBytes().orElse(TopicConfigs.DEFAULT_MAX_MESSAGE_BYTES);
    if (taken < given) {
      texts.add(
          "target topic %s takes max.message.bytes=%d, the source %d: larger records stop their lane"
              .formatted(target.name(), taken, given));
    }
    boolean compacted = target.config(TopicConfigs.CLEANUP_POLICY).contains("compact");
    if (compacted && !source.config(TopicConfigs.CLEANUP_POLICY).contains("compact")) {
      texts.add(
          "target topic %s is compacted, the source is not: a record without key stops its lane"
              .formatted(target.name()));
    }
  }
}
