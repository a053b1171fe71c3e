package io.crosstide.topology;

import java.util.List;

/**
 * Which topics a flow wants. Excludes win over includes; MirrorMaker 2's default excludes are
 * always there, and give way only to an include that names the topic in full.
 */
record Selection(List<TopicMatcher> include, List<TopicMatcher> exclude) {
  Selection {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  boolean excludes(String topic) {
    return anyMatches(exclude, topic);
  }

  boolean wants(String topic) {
    if (TopicNames.never(topic) || !anyMatches(include, topic) || excludes(topic)) {
      return false;
    }
    return include.contains(new TopicMatcher.Exact(topic))
        || !anyMatches(TopicNames.DEFAULT_EXCLUDES, topic);
  }

  private static boolean anyMatches(List<TopicMatcher> matchers, String topic) {
    return matchers.stream().anyMatch(matcher -> matcher.matches(topic));
  }
}
