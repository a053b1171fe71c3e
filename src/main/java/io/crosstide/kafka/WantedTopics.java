package io.crosstide.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.internals.ClusterResourceListeners;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.utils.LogContext;

/**
 * Metadata of the topics that were asked for lately, and of no others: a cluster may hold a hundred
 * thousand partitions of which a flow mirrors ten. Never lets the broker create a topic.
 */
final class WantedTopics extends Metadata {
  /** A topic that nobody asked about for this long is forgotten, at the least. */
  private static final long MIN_IDLE_MS = 600_000;

  private static final long IDLE_IN_METADATA_AGES = 2;

  private final Map<String, Long> lastWantedMs = new HashMap<>();
  private final Set<String> unknown = new HashSet<>();
  private final long idleMs;

  WantedTopics(AbstractConfig config, LogContext logContext) {
    super(
        config.getLong(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG),
        config.getLong(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG),
        config.getLong(CommonClientConfigs.METADATA_MAX_AGE_CONFIG),
        logContext,
        new ClusterResourceListeners());
    this.idleMs = Math.max(MIN_IDLE_MS, IDLE_IN_METADATA_AGES * metadataExpireMs());
  }

  /** Keeps the topic's metadata fresh, and asks for it at once when it is new. */
  synchronized void want(String topic, long nowMs) {
    if (lastWantedMs.put(topic, nowMs) == null) {
      unknown.add(topic);
      requestUpdateForNewTopics();
    }
  }

  @Override
  public synchronized MetadataRequestAndVersion newMetadataRequestAndVersion(long nowMs) {
    lastWantedMs.values().removeIf(wantedMs -> wantedMs + idleMs < nowMs);
    unknown.retainAll(lastWantedMs.keySet());
    return super.newMetadataRequestAndVersion(nowMs);
  }

  @Override
  protected synchronized MetadataRequest.Builder newMetadataRequestBuilder() {
    return request(lastWantedMs.keySet());
  }

  @Override
  protected synchronized MetadataRequest.Builder newMetadataRequestBuilderForNewTopics() {
    return unknown.isEmpty() ? null : request(unknown);
  }

  private static MetadataRequest.Builder request(Set<String> topics) {
    List<String> names = new ArrayList<>(topics);
    return new MetadataRequest.Builder(names, false);
  }

  @Override
  public synchronized void update(
      int requestVersion, MetadataResponse response, boolean isPartialUpdate, long nowMs) {
    super.update(requestVersion, response, isPartialUpdate, nowMs);
    response.topicMetadata().forEach(topic -> unknown.remove(topic.topic()));
  }

  @Override
  protected synchronized boolean retainTopic(String topic, boolean isInternal, long nowMs) {
    return lastWantedMs.containsKey(topic);
  }
}
