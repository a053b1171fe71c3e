package io.crosstide.flow;

import io.crosstide.reconcile.Outcome;
import io.crosstide.reconcile.TopicChange;
import io.crosstide.status.Printable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** What came of planning and of changing target topics, for the log and as conditions. */
final class TopicOutcomes {
  private static final Logger LOG = Logger.getLogger(TopicOutcomes.class);

  private TopicOutcomes() {}

  /** True when something was changed, so that the next look should come soon. */
  static boolean report(
      String flow, List<TopicChange> changes, List<Outcome> outcomes, Conditions conditions) {
    Map<String, String> failed = new HashMap<>();
    boolean changed = false;
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case Outcome.Done done -> {
          changed = true;
          LOG.infof(
              "flow=%s topic=%s %s %s",
              flow,
              done.topic(),
              Printable.of(described(changes, done.topic())),
              Printable.of(done.note()));
        }
        case Outcome.Existed ignored -> changed = true;
        case Outcome.Refused refused ->
            failed.put("target topic " + refused.topic(), refused.reason());
        case Outcome.Postponed postponed ->
            failed.put("target topic " + postponed.topic(), postponed.reason());
      }
    }
    conditions.keep("target topic ", failed);
    return changed;
  }

  private static String described(List<TopicChange> changes, String topic) {
    return changes.stream()
        .filter(change -> change.topic().equals(topic))
        .map(TopicChange::toString)
        .collect(Collectors.joining("; "));
  }
}
