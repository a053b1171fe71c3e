package io.crosstide.flow;

import io.crosstide.reconcile.Outcome;
import io.crosstide.reconcile.TopicChange;
import io.crosstide.status.Printable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** What came of planning and of changing target topics, for the log and as conditions. */
final class TopicOutcomes {
  private static final Logger LOG = Logger.getLogger(TopicOutcomes.class);

  private TopicOutcomes() {}

  /** Those that were made, so that the next look should come soon. */
  static List<TopicChange> report(
      String flow, List<TopicChange> changes, List<Outcome> outcomes, Conditions conditions) {
    Map<String, String> failed = new HashMap<>();
    Set<String> changed = new HashSet<>();
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case Outcome.Done done -> {
          changed.add(done.topic());
          LOG.infof(
              "flow=%s topic=%s %s %s",
              flow,
              done.topic(),
              Printable.of(described(changes, done.topic())),
              Printable.of(done.note()));
        }
        case Outcome.Existed existed -> changed.add(existed.topic());
        case Outcome.Refused refused ->
            failed.put("target topic " + refused.topic(), refused.reason());
        case Outcome.Postponed postponed ->
            failed.put("target topic " + postponed.topic(), postponed.reason());
        case Outcome.Withheld withheld ->
            failed.put("target topic " + withheld.topic(), withheld.reason());
      }
    }
    conditions.keep("target topic ", failed);
    return changes.stream().filter(change -> changed.contains(change.topic())).toList();
  }

  private static String described(List<TopicChange> changes, String topic) {
    return changes.stream()
        .filter(change -> change.topic().equals(topic))
        .map(TopicChange::toString)
        .collect(Collectors.joining("; "));
  }
}
