package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Why a flow's ledgers are not stored at present; says so once, and when it has passed. */
final class LedgerTrouble {
  private static final Logger LOG = Logger.getLogger(LedgerTrouble.class);

  private final String flow;
  private final ClusterProperties target;
  private final StateTopic topic;
  private volatile Failure failure;

  LedgerTrouble(String flow, ClusterProperties target, StateTopic topic) {
    this.flow = flow;
    this.target = target;
    this.topic = topic;
  }

  /** Why the last attempt failed, empty when it did not. */
  Optional<Failure> present() {
    return Optional.ofNullable(failure);
  }

  Failure met(Exception error) {
    Failure now =
        ClientErrors.failure(
            error,
            "writing topic " + topic.name() + " at " + target.cluster(),
            LedgerLoad.rights(topic));
    Failure before = failure;
    failure = now;
    if (before == null || !before.error().equals(now.error())) {
      LOG.warnf("flow=%s ledgers are not stored and wait: %s", flow, now);
    }
    return now;
  }

  void passed() {
    if (failure != null) {
      LOG.infof("flow=%s ledgers are stored again", flow);
      failure = null;
    }
  }
}
