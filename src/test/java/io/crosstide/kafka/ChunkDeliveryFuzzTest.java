package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.crosstide.batch.RandomBatches;
import io.crosstide.mirror.Delivery;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.SourcePosition;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.requests.FetchResponse;
import org.junit.jupiter.api.Test;

/**
 * Damaged answers to fetches, up to what lanes are told of them: no exception, no more memory than
 * a small multiple of what came, no lease that nobody closes, and a lane never goes back.
 */
class ChunkDeliveryFuzzTest {
  private static final int ROUNDS = 20_000;
  private static final short VERSION = 12;
  private static final LaneId LANE = new LaneId("nyc->lon", "orders", 0);
  private static final long FROM = 10;

  /** For what is made however small the answer is. */
  private static final long AROUND_BYTES = 64 << 10;

  /** A tagged field that nobody knows takes two bytes on the line, and an object here. */
  private static final int TIMES = 40;

  private final FetchBudget budget = new FetchBudget(32 << 20, () -> {});
  private final ChunkDelivery delivery =
      new ChunkDelivery(ChunkDeliveryFuzzTest::take, budget, new ChunkMemory(4 << 20), true);

  private int delivered;
  private int refused;

  @Test
  void shouldTakeWhateverKafkaCanParse() {
    for (long seed = 0; seed < ROUNDS; seed++) {
      int size = mutated(seed).remaining();
      long most = AROUND_BYTES + (long) TIMES * size;
      // Whatever is loaded or compiled for the first time is so only once.
      if (allocatedBytes(seed) > most) {
        assertThat(allocatedBytes(seed)).as("seed %d, %d bytes", seed, size).isLessThan(most);
      }
    }
    assertThat(delivered).as("partitions delivered").isGreaterThan(ROUNDS / 2);
    assertThat(refused).as("of them damaged").isBetween(ROUNDS / 50, delivered);
    assertThat(budget.heldBytes()).isZero();
  }

  private long allocatedBytes(long seed) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    ByteBuffer bytes = mutated(seed);
    long before = threads.getCurrentThreadAllocatedBytes();
    FetchResponse response = parsed(bytes);
    if (response != null) {
      for (var topic : response.data().responses()) {
        for (PartitionData data : topic.partitions()) {
          delivered++;
          refused += deliver(seed, data) ? 0 : 1;
        }
      }
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private boolean deliver(long seed, PartitionData data) {
    SourceLane lane = new SourceLane(LANE, 1, SourcePosition.at(FROM));
    try {
      boolean well = delivery.deliver(lane, data, 1_000) == null;
      assertThat(lane.offset()).as("seed %d", seed).isGreaterThanOrEqualTo(FROM);
      return well;
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  private static void take(Delivery delivery) {
    if (delivery.event() instanceof LaneEvent.Fetched fetched) {
      fetched.chunk().lease().close();
    }
  }

  /** Null when Kafka's own code throws, which costs the connection. */
  private static FetchResponse parsed(ByteBuffer bytes) {
    try {
      return FetchResponse.parse(new ByteBufferAccessor(bytes), VERSION);
    } catch (RuntimeException e) {
      return null;
    }
  }

  private static ByteBuffer mutated(long seed) {
    RandomBatches batches = new RandomBatches(seed);
    Random random = batches.random();
    ByteBuffer records = batches.batch(FROM, batches.anyShape(), batches.records(3, 0));
    ByteBuffer bytes = MessageUtil.toByteBufferAccessor(answer(records), VERSION).buffer();
    byte[] nasty = {0, -1, 1, 127, -128, (byte) random.nextInt()};
    for (int mutations = random.nextInt(4); mutations > 0; mutations--) {
      // Most near the front, where sizes, counts and the batch's header are.
      int range = random.nextInt(4) == 0 ? bytes.limit() : Math.min(bytes.limit(), 140);
      bytes.put(random.nextInt(range), nasty[random.nextInt(nasty.length)]);
    }
    return bytes;
  }

  private static FetchResponseData answer(ByteBuffer records) {
    var aborted = new FetchResponseData.AbortedTransaction().setProducerId(5).setFirstOffset(3);
    var data =
        new PartitionData()
            .setPartitionIndex(0)
            .setHighWatermark(100)
            .setLastStableOffset(100)
            .setLogStartOffset(0)
            .setAbortedTransactions(List.of(aborted, aborted))
            .setRecords(MemoryRecords.readableRecords(records));
    var topic =
        new FetchResponseData.FetchableTopicResponse()
            .setTopic("orders")
            .setPartitions(List.of(data));
    return new FetchResponseData().setResponses(List.of(topic));
  }
}
