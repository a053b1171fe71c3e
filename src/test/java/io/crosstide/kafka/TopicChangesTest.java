package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.reconcile.TopicChange;
import io.crosstide.reconcile.TopicChange.AddPartitions;
import io.crosstide.reconcile.TopicChange.CreateTopic;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopicChangesTest {
  @Test
  void shouldAskForNoMoreTopicsAtOnceThanAControllerLikes() {
    List<TopicChange> small = many(250, 1);

    List<List<TopicChange>> requests = TopicChanges.requests(small);

    assertThat(requests).extracting(List::size).containsExactly(100, 100, 50);
    assertThat(requests.stream().flatMap(List::stream)).containsExactlyElementsOf(small);
  }

  @Test
  void shouldStayBelowTheRecordsThatAControllerTakesInOneRequest() {
    List<TopicChange> wide = many(99, 100);

    List<List<TopicChange>> requests = TopicChanges.requests(wide);

    // One record for each topic, each partition and each of two configs.
    assertThat(requests).extracting(List::size).containsExactly(48, 48, 3);
    assertThat(requests.stream().flatMap(List::stream)).containsExactlyElementsOf(wide);
  }

  @Test
  void shouldCountOnlyThePartitionsThatATopicGrowsBy() {
    List<TopicChange> changes =
        List.of(
            new AddPartitions("a", 9_000, 9_010, "test"),
            new AddPartitions("b", 10, 5_000, "test"),
            new AddPartitions("c", 1, 2, "test"));

    assertThat(TopicChanges.requests(changes)).extracting(List::size).containsExactly(2, 1);
  }

  @Test
  void shouldAskForATopicThatIsTooLargeByItself() {
    List<TopicChange> changes = List.of(create("a", 1), create("b", 20_000), create("c", 1));

    assertThat(TopicChanges.requests(changes)).extracting(List::size).containsExactly(1, 1, 1);
    assertThat(TopicChanges.requests(List.of())).isEmpty();
  }

  private static List<TopicChange> many(int topics, int partitions) {
    return IntStream.range(0, topics).mapToObj(n -> create("t" + n, partitions)).toList();
  }

  private static TopicChange create(String topic, int partitions) {
    var configs = Map.of("cleanup.policy", "delete", "retention.ms", "1");
    return new CreateTopic(topic, partitions, OptionalInt.empty(), configs, "test");
  }
}
