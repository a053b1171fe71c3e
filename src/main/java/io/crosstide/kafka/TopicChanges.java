package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import io.crosstide.reconcile.Outcome;
import io.crosstide.reconcile.TopicChange;
import io.crosstide.reconcile.TopicChange.AddPartitions;
import io.crosstide.reconcile.TopicChange.CreateTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Does planned changes in as few requests as can be, and says of each what became of it. */
final class TopicChanges {
  /** Topics in one request: creating them takes a controller its time. */
  static final int MAX_TOPICS = 100;

  /**
   * Partitions, configs and topics in one request, unless its first topic alone has more: a KRaft
   * controller writes a record for each and refuses a request of more than 10,000
   * (QuorumController, "excessively large batch operation").
   */
  static final int MAX_RECORDS = 5_000;

  /** As long as the heartbeat takes that {@link #awaitLeaders} saves (KIP-848). */
  static final int LEADERS_MS = 5_000;

  /** How the broker words it (LogConfig.validateNames). */
  private static final Pattern UNKNOWN_CONFIG =
      Pattern.compile("Unknown topic config name: ([A-Za-z0-9._-]+)");

  private final Admin admin;

  TopicChanges(Admin admin) {
    this.admin = admin;
  }

  /** One outcome for each change, in the same order. */
  List<Outcome> apply(List<TopicChange> changes) {
    List<Outcome> outcomes = new ArrayList<>();
    for (List<TopicChange> request : requests(changes)) {
      Map<String, KafkaFuture<Void>> answers = ask(request);
      request.forEach(change -> outcomes.add(outcome(change, answers.get(change.topic()))));
    }
    return outcomes;
  }

  /**
   * Brokers name leaders before they lead, and a group's coordinator learns of a topic after that:
   * a member that names one earlier hears of its partitions only with its next heartbeat.
   *
   * @return whether they all lead
   */
  boolean awaitLeaders(List<TopicChange> made) {
    Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
    for (TopicChange change : made) {
      if (change instanceof CreateTopic create) {
        for (int partition = 0; partition < create.partitions(); partition++) {
          partitions.put(new TopicPartition(create.topic(), partition), OffsetSpec.latest());
        }
      }
    }
    try {
      var options = new ListOffsetsOptions().timeoutMs(LEADERS_MS);
      StateTopic.answer(admin.listOffsets(partitions, options).all());
      return true;
    } catch (ApiException e) {
      // Then its lanes begin a heartbeat later.
      return false;
    }
  }

  /** What goes into one request each, in order. */
  static List<List<TopicChange>> requests(List<TopicChange> changes) {
    List<List<TopicChange>> requests = new ArrayList<>();
    List<TopicChange> request = new ArrayList<>();
    int records = 0;
    for (TopicChange change : changes) {
      int more = records(change);
      if (!request.isEmpty() && (request.size() == MAX_TOPICS || records + more > MAX_RECORDS)) {
        requests.add(request);
        request = new ArrayList<>();
        records = 0;
      }
      request.add(change);
      records += more;
    }
    if (!request.isEmpty()) {
      requests.add(request);
    }
    return requests;
  }

  private static int records(TopicChange change) {
    return switch (change) {
      case CreateTopic create -> 1 + create.partitions() + create.configs().size();
      case AddPartitions grow -> grow.to() - grow.from();
    };
  }

  private Map<String, KafkaFuture<Void>> ask(List<TopicChange> changes) {
    List<NewTopic> topics = new ArrayList<>();
    Map<String, NewPartitions> partitions = new HashMap<>();
    for (TopicChange change : changes) {
      switch (change) {
        case CreateTopic create -> topics.add(topic(create, create.configs()));
        case AddPartitions grow ->
            partitions.put(grow.topic(), NewPartitions.increaseTo(grow.to()));
      }
    }
    Map<String, KafkaFuture<Void>> answers = new HashMap<>();
    answers.putAll(admin.createTopics(topics).values());
    answers.putAll(admin.createPartitions(partitions).values());
    return answers;
  }

  private Outcome outcome(TopicChange change, KafkaFuture<Void> answer) {
    try {
      StateTopic.answer(answer);
      return new Outcome.Done(change.topic(), "");
    } catch (InvalidConfigurationException e) {
      return change instanceof CreateTopic create
          ? createWithoutUnknown(create, e)
          : failed(change, e);
    } catch (RuntimeException e) {
      return failed(change, e);
    }
  }

  /** A config the brokers don't know is left out; there are at most as many tries as configs. */
  private Outcome createWithoutUnknown(CreateTopic create, InvalidConfigurationException first) {
    Map<String, String> configs = new TreeMap<>(create.configs());
    List<String> without = new ArrayList<>();
    InvalidConfigurationException refusal = first;
    while (true) {
      Matcher unknown = UNKNOWN_CONFIG.matcher(String.valueOf(refusal.getMessage()));
      if (!unknown.find() || configs.remove(unknown.group(1)) == null) {
        return failed(create, refusal);
      }
      without.add(unknown.group(1));
      try {
        StateTopic.answer(admin.createTopics(List.of(topic(create, configs))).all());
        return new Outcome.Done(
            create.topic(), "without configs the brokers don't know: " + without);
      } catch (InvalidConfigurationException e) {
        refusal = e;
      } catch (RuntimeException e) {
        return failed(create, e);
      }
    }
  }

  private static NewTopic topic(CreateTopic create, Map<String, String> configs) {
    Optional<Short> replicas =
        create.replicationFactor().isPresent()
            ? Optional.of((short) create.replicationFactor().getAsInt())
            : Optional.empty();
    return new NewTopic(create.topic(), Optional.of(create.partitions()), replicas)
        .configs(configs);
  }

  private static Outcome failed(TopicChange change, RuntimeException error) {
    // The one error code of a topic that is as large already.
    if (error instanceof TopicExistsException || error instanceof InvalidPartitionsException) {
      return new Outcome.Existed(change.topic());
    }
    Failure failure =
        ClientErrors.failure(
            error, change.toString(), "CREATE on the cluster or ALTER on Topic:" + change.topic());
    return failure.kind() == Failure.Kind.TRANSIENT
        ? new Outcome.Postponed(change.topic(), failure.toString())
        : new Outcome.Refused(change.topic(), failure.toString());
  }
}
