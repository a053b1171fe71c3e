package io.crosstide.flow;

import io.crosstide.reconcile.Notice;
import io.crosstide.status.LaneStatus;
import io.crosstide.status.Printable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * What an operator should know about a flow, one sentence per subject. Logged when it changes, not
 * each time it is seen.
 */
final class Conditions {
  private static final Logger LOG = Logger.getLogger(Conditions.class);

  private final String flow;
  private final Map<String, String> bySubject = new ConcurrentHashMap<>();

  Conditions(String flow) {
    this.flow = flow;
  }

  void set(String subject, String text) {
    String sentence = Printable.of(text);
    if (!sentence.equals(bySubject.put(subject, sentence))) {
      LOG.warnf("flow=%s %s", flow, sentence);
    }
  }

  void clear(String subject) {
    if (bySubject.remove(subject) != null) {
      LOG.infof("flow=%s %s: mended", flow, Printable.of(subject));
    }
  }

  /** One sentence for each topic; the subjects begin with {@code topic}. */
  static Map<String, String> byTopic(List<Notice> notices) {
    Map<String, String> sentences = new HashMap<>();
    for (Notice notice : notices) {
      sentences.merge("topic " + notice.topic(), notice.toString(), (a, b) -> a + "; " + b);
    }
    return sentences;
  }

  /** Keeps only these of the subjects that begin with {@code prefix}. */
  void keep(String prefix, Map<String, String> present) {
    bySubject.keySet().stream()
        .filter(subject -> subject.startsWith(prefix) && !present.containsKey(subject))
        .toList()
        .forEach(this::clear);
    present.forEach(this::set);
  }

  /** What the running half of the flow has to say. */
  void ofMirror(FlowMirror mirror) {
    mirror
        .ledgerTrouble()
        .ifPresentOrElse(
            trouble -> set("ledger", "the ledger is not stored: " + trouble),
            () -> clear("ledger"));
    if (mirror.lanes().stream().anyMatch(LaneStatus::unfenced)) {
      set(
          "delivery",
          "delivery is at-least-once, not exactly-once, on some lanes: the target grants them no"
              + " transactional id, see the lanes");
    } else {
      clear("delivery");
    }
  }

  List<String> all() {
    return List.copyOf(new TreeMap<>(bySubject).values());
  }
}
