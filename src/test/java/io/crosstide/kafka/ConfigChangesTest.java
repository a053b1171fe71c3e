package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.reconcile.ConfigChange;
import io.crosstide.reconcile.ConfigChange.SetConfig;
import io.crosstide.reconcile.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigChangesTest {
  /** Topics of each request, in order. */
  private final List<Integer> requests = new ArrayList<>();

  static List<ApiException> valuesThatAreRefused() {
    return List.of(new InvalidConfigurationException("bad"), new PolicyViolationException("bad"));
  }

  @ParameterizedTest
  @MethodSource("valuesThatAreRefused")
  void shouldMakeTheOtherChangesOfATopicWhenOneValueIsRefused(ApiException refusal) {
    List<Outcome> outcomes =
        apply(
            List.of(set("a", "good"), set("a", "bad"), set("b", "good")),
            values -> values.contains("bad") ? refusal : null);

    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Done.class);
    assertThat(outcomes.get(1)).isInstanceOf(Outcome.Refused.class);
    assertThat(outcomes.get(2)).isInstanceOf(Outcome.Done.class);
    assertThat(requests).containsExactly(2, 1, 1);
  }

  /** Each of so many questions would be waited for. */
  @Test
  void shouldAskNoMoreOnceAClusterIsSilent() {
    List<Outcome> outcomes = apply(many(500), values -> new TimeoutException("no answer"));

    assertThat(outcomes).hasSize(1_000).allMatch(Outcome.Postponed.class::isInstance);
    assertThat(requests).containsExactly(ConfigChanges.MAX_TOPICS);
  }

  @Test
  void shouldAskOnceWhatIsNotAMatterOfSingleValues() {
    assertThat(apply(many(3), values -> new TopicAuthorizationException("no")))
        .allMatch(Outcome.Refused.class::isInstance);
    assertThat(apply(many(3), values -> new NotControllerException("not now")))
        .allMatch(Outcome.Postponed.class::isInstance);

    assertThat(requests).containsExactly(3, 3);
  }

  private static List<ConfigChange> many(int topics) {
    return IntStream.range(0, topics)
        .boxed()
        .flatMap(i -> List.of(set("t" + i, "one"), set("t" + i, "two")).stream())
        .map(ConfigChange.class::cast)
        .toList();
  }

  /** A cluster that answers for a topic by the values that it is asked to set. */
  private List<Outcome> apply(
      List<? extends ConfigChange> changes, Function<List<String>, ApiException> answer) {
    ConfigChanges.Request cluster =
        request -> {
          requests.add(request.size());
          Map<ConfigResource, KafkaFuture<Void>> answers = new HashMap<>();
          request.forEach((topic, asked) -> answers.put(topic, answered(answer, asked)));
          return answers;
        };
    return new ConfigChanges(cluster).apply(List.copyOf(changes));
  }

  private static KafkaFuture<Void> answered(
      Function<List<String>, ApiException> answer, Collection<AlterConfigOp> asked) {
    ApiException error =
        answer.apply(asked.stream().map(each -> each.configEntry().value()).toList());
    KafkaFutureImpl<Void> future = new KafkaFutureImpl<>();
    if (error == null) {
      future.complete(null);
    } else {
      future.completeExceptionally(error);
    }
    return future;
  }

  private static SetConfig set(String topic, String value) {
    return new SetConfig(topic, "key." + value, value, "", "test");
  }
}
