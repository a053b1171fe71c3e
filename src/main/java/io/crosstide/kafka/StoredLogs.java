package io.crosstide.kafka;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which source topics a flow's ledgers are about, as they are stored. Read when they are first
 * asked for; creates and changes nothing. One thread.
 */
public final class StoredLogs {
  private final String flow;
  private final ClusterProperties target;
  private Map<LedgerKey, String> sources;

  /** Connects to nothing yet. */
  public StoredLogs(String flow, ClusterProperties target) {
    this.flow = flow;
    this.target = target;
  }

  /**
   * See {@link LedgerTopic#sourceIds}; none when the topic of ledgers does not exist.
   *
   * @throws ClusterException when the target does not answer or refuses
   * @throws io.crosstide.ledger.MalformedLedgerException when a newer version has written there
   */
  public Set<String> sourceIds(String sourceTopic, String targetTopic) {
    if (sources == null) {
      sources =
          LedgerLoad.look(flow, target, "crosstide-logs-" + flow, LedgerTopic.DEFAULT_TOPIC)
              .sources();
    }
    Set<String> ids = new HashSet<>();
    sources.forEach(
        (lane, id) -> {
          if (lane.between(sourceTopic, targetTopic)) {
            ids.add(id);
          }
        });
    return ids;
  }
}
