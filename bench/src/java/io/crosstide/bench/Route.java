package io.crosstide.bench;

import java.util.List;
import java.util.Map;

/**
 * What one run mirrors, from where to where. Every run has source and target under aliases of its own,
 * so that nothing of an earlier run is continued and target topics never meet.
 *
 * @param source alias
 * @param target alias
 * @param topics at the source
 * @param compression of the topics, for a contender that is tuned to it
 * @param clientProperties what it takes to speak to either cluster
 */
record Route(
    String source,
    String sourceBootstrap,
    String target,
    String targetBootstrap,
    List<String> topics,
    String compression,
    Map<String, String> clientProperties) {

  /** As both contenders name it by default. */
  String targetTopic(String topic) {
    return source + "." + topic;
  }
}
