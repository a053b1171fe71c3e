package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import io.crosstide.reconcile.ConfigChange;
import io.crosstide.reconcile.ConfigChange.ResetConfig;
import io.crosstide.reconcile.ConfigChange.SetConfig;
import io.crosstide.reconcile.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.protocol.Errors;

/**
 * Changes single configs of topics and leaves their others as they are (IncrementalAlterConfigs,
 * KIP-339).
 */
final class ConfigChanges {
  /** Topics in one request. */
  static final int MAX_TOPICS = 200;

  private static final Set<Errors> OF_ONE_VALUE =
      Set.of(Errors.INVALID_CONFIG, Errors.INVALID_REQUEST, Errors.POLICY_VIOLATION);

  /** Asks a cluster for changes, and answers for each topic. */
  interface Request
      extends Function<
          Map<ConfigResource, Collection<AlterConfigOp>>, Map<ConfigResource, KafkaFuture<Void>>> {}

  private final Request ask;

  /** Why no more is asked: what does not answer now will not for the others either. */
  private RuntimeException silence;

  ConfigChanges(Admin admin) {
    this(changes -> admin.incrementalAlterConfigs(changes).values());
  }

  ConfigChanges(Request ask) {
    this.ask = ask;
  }

  /** One outcome for each change, in the same order. Waits for no answer once none came in time. */
  List<Outcome> apply(List<ConfigChange> changes) {
    Map<String, List<ConfigChange>> byTopic = new LinkedHashMap<>();
    changes.forEach(c -> byTopic.computeIfAbsent(c.topic(), t -> new ArrayList<>()).add(c));
    List<String> topics = List.copyOf(byTopic.keySet());
    Map<ConfigChange, Outcome> outcomes = new HashMap<>();
    for (int from = 0; from < topics.size(); from += MAX_TOPICS) {
      List<String> chunk = topics.subList(from, Math.min(topics.size(), from + MAX_TOPICS));
      Map<String, List<ConfigChange>> request = new LinkedHashMap<>();
      chunk.forEach(topic -> request.put(topic, byTopic.get(topic)));
      outcomes.putAll(ask(request));
    }
    return changes.stream().map(outcomes::get).toList();
  }

  private Map<ConfigChange, Outcome> ask(Map<String, List<ConfigChange>> byTopic) {
    Map<ConfigChange, Outcome> outcomes = new HashMap<>();
    Map<ConfigResource, KafkaFuture<Void>> answers =
        silence == null ? ask.apply(request(byTopic)) : Map.of();
    byTopic.forEach(
        (topic, changes) -> {
          RuntimeException error = silence == null ? error(answers.get(resource(topic))) : silence;
          if (error instanceof TimeoutException) {
            silence = error;
          }
          if (changes.size() > 1 && refusesAValue(error)) {
            // A broker takes all of a topic's changes or none: one bad value must not hold others.
            changes.forEach(each -> outcomes.putAll(ask(Map.of(topic, List.of(each)))));
          } else {
            changes.forEach(each -> outcomes.put(each, outcome(each, error)));
          }
        });
    return outcomes;
  }

  private static Map<ConfigResource, Collection<AlterConfigOp>> request(
      Map<String, List<ConfigChange>> byTopic) {
    Map<ConfigResource, Collection<AlterConfigOp>> request = new HashMap<>();
    byTopic.forEach(
        (topic, changes) ->
            request.put(resource(topic), changes.stream().map(ConfigChanges::operation).toList()));
    return request;
  }

  /**
   * Whether it may be one of the changes alone that is not to be had. By code, since exceptions for
   * lack of a right are invalid configurations to Java.
   */
  private static boolean refusesAValue(RuntimeException error) {
    return error != null && OF_ONE_VALUE.contains(Errors.forException(error));
  }

  private static RuntimeException error(KafkaFuture<Void> answer) {
    try {
      StateTopic.answer(answer);
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  private static Outcome outcome(ConfigChange change, RuntimeException error) {
    if (error == null) {
      return new Outcome.Done(change.topic(), "");
    }
    Failure failure =
        ClientErrors.failure(error, change.toString(), "ALTER_CONFIGS on Topic:" + change.topic());
    return failure.kind() == Failure.Kind.TRANSIENT
        ? new Outcome.Postponed(change.topic(), failure.toString())
        : new Outcome.Refused(change.topic(), failure.toString());
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private static AlterConfigOp operation(ConfigChange change) {
    return switch (change) {
      case SetConfig set -> new AlterConfigOp(new ConfigEntry(set.key(), set.value()), OpType.SET);
      case ResetConfig reset ->
          new AlterConfigOp(new ConfigEntry(reset.key(), null), OpType.DELETE);
    };
  }
}
