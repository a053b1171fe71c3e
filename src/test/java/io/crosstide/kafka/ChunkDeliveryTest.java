package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.batch.Lease;
import io.crosstide.mirror.Delivery;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.Test;

class ChunkDeliveryTest {
  private static final int LIMIT = 8 << 20;
  private static final int LARGE = ChunkMemory.SLAB_BYTES + 1;

  private final List<Delivery> delivered = new ArrayList<>();
  private final FetchBudget budget = new FetchBudget(LIMIT, () -> {});
  private final ChunkDelivery delivery =
      new ChunkDelivery(delivered::add, budget, new ChunkMemory(LIMIT), true);
  private final SourceLane lane =
      new SourceLane(new LaneId("nyc->lon", "orders", 0), 1, SourcePosition.at(0));

  /** However many lanes have one: the budget is overrun by one of them, not by each. */
  @Test
  void shouldTakeALargeBatchAgainWhenThereIsRoom() {
    Lease another = budget.hold(new LaneAccount(), LIMIT + 1, () -> {});

    assertThat(delivery.deliver(lane, batchOf(LARGE), 1)).isNull();
    assertThat(delivered).isEmpty();
    assertThat(lane.offset()).isZero();

    another.close();
    assertThat(delivery.deliver(lane, batchOf(LARGE), 1)).isNull();
    assertThat(delivered).hasSize(1);
    assertThat(lane.offset()).isEqualTo(1);
  }

  @Test
  void shouldTakeWhatIsNotLargeAllTheSame() {
    budget.hold(new LaneAccount(), LIMIT + 1, () -> {});

    assertThat(delivery.deliver(lane, batchOf(1_000), 1)).isNull();

    assertThat(delivered).hasSize(1);
    assertThat(delivered.getFirst().event()).isInstanceOf(LaneEvent.Fetched.class);
  }

  private static PartitionData batchOf(int bytes) {
    return new PartitionData()
        .setHighWatermark(1)
        .setLastStableOffset(1)
        .setLogStartOffset(0)
        .setRecords(
            MemoryRecords.withRecords(0, Compression.NONE, new SimpleRecord(1, new byte[bytes])));
  }
}
