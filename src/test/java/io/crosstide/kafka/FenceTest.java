package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.memory.MemoryPool;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AddPartitionsToTxnResponse;
import org.apache.kafka.common.requests.EndTxnResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FenceTest {
  private static final TopicPartition PARTITION = new TopicPartition("orders", 3);

  /** Never connects: nobody polls it. */
  private final ClusterClient client =
      new ClusterClient("test", Map.of("bootstrap.servers", "127.0.0.1:1"), 1, MemoryPool.NONE);

  private final List<LaneEvent> replies = new ArrayList<>();
  private final Fence fence =
      new Fence(client, "lane", new Fence.Marker(PARTITION, 7, (short) 2), replies::add);

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void shouldNotTakeADecidedAbortForAWrittenMarker() {
    fence.coordinatorAnswered(added(Errors.NONE));
    fence.coordinatorAnswered(ended(Errors.NONE));
    assertThat(replies).isEmpty();
    fence.coordinatorAnswered(ended(Errors.CONCURRENT_TRANSACTIONS));
    assertThat(replies).isEmpty();

    fence.coordinatorAnswered(ended(Errors.NONE));

    assertThat(replies).containsExactly(new LaneEvent.Fenced());
    assertThat(fence.ended()).isTrue();
  }

  @Test
  void shouldTryAgainWhileAnEarlierTransactionIsBeingEnded() {
    fence.coordinatorAnswered(added(Errors.CONCURRENT_TRANSACTIONS));

    assertThat(replies).isEmpty();
    assertThat(fence.coordinatorRequest().apiKey()).isEqualTo(ApiKeys.ADD_PARTITIONS_TO_TXN);
  }

  @Test
  void shouldSayThatItIsFencedItself() {
    fence.coordinatorAnswered(added(Errors.NONE));
    fence.coordinatorAnswered(ended(Errors.PRODUCER_FENCED));

    assertThat(replies)
        .singleElement()
        .isInstanceOfSatisfying(
            LaneEvent.OperationFailed.class,
            failed -> assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.FENCED));
  }

  @Test
  void shouldKeepToTheProtocolThatLeavesTheEpochAlone() {
    fence.coordinatorAnswered(added(Errors.NONE));

    var request = fence.coordinatorRequest();

    assertThat(request.apiKey()).isEqualTo(ApiKeys.END_TXN);
    assertThat((int) request.build(ApiKeys.END_TXN.latestVersion()).version()).isEqualTo(4);
  }

  private static AddPartitionsToTxnResponse added(Errors error) {
    var results =
        AddPartitionsToTxnResponse.resultForTransaction(
            AddPartitionsToTxnResponse.V3_AND_BELOW_TXN_ID, Map.of(PARTITION, error));
    return new AddPartitionsToTxnResponse(
        new AddPartitionsToTxnResponseData().setResultsByTopicV3AndBelow(results.topicResults()));
  }

  private static EndTxnResponse ended(Errors error) {
    return new EndTxnResponse(new EndTxnResponseData().setErrorCode(error.code()));
  }
}
