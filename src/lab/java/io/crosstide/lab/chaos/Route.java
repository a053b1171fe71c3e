package io.crosstide.lab.chaos;

import java.util.List;

/**
 * What an instance mirrors, from where to where.
 *
 * @param source bootstrap servers, over the instance's own links
 * @param target bootstrap servers, over the instance's own links
 */
record Route(String source, String target, List<String> topics) {
  Route {
    topics = List.copyOf(topics);
  }

  /** As every contender names it by default. */
  static String targetTopic(String topic) {
    return Contender.SOURCE + "." + topic;
  }
}
