package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.SourcePosition;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.apache.kafka.common.requests.FetchRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Of two brokers of one source one answers whatever it likes. The other's lane goes on, exactly,
 * and memory is not taken by a number that a broker says.
 */
class HostileBrokerTest {
  private static final LaneId BAD = new LaneId("nyc->lon", ScriptedBroker.TOPIC, 0);
  private static final LaneId GOOD = new LaneId("nyc->lon", ScriptedBroker.TOPIC, 1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long NEVER_READ = -1;
  private static final long ANSWER_NANOS = 10_000_000;

  /** What the good broker may cost meanwhile, with all that is around it. */
  private static final long FAIR_BYTES = 64L << 20;

  private final Received received = new Received();
  private final AtomicInteger answered = new AtomicInteger();
  private int requestTimeoutMs = 2_000;
  private List<ScriptedBroker> brokers = List.of();

  /** What the bad broker does instead of answering. */
  private enum Answer {
    /** Announces what would be a large part of the heap, and sends a little of it. */
    HUGE {
      @Override
      void write(int id, long offset, Random random, DataOutputStream out) throws IOException {
        out.writeInt(ResponseBound.bytes() + 1);
        out.writeInt(id);
      }
    },
    LARGEST_NUMBER {
      @Override
      void write(int id, long offset, Random random, DataOutputStream out) throws IOException {
        out.writeInt(Integer.MAX_VALUE);
      }
    },
    NEGATIVE {
      @Override
      void write(int id, long offset, Random random, DataOutputStream out) throws IOException {
        out.writeInt(-5);
      }
    },
    EMPTY {
      @Override
      void write(int id, long offset, Random random, DataOutputStream out) throws IOException {
        out.writeInt(0);
      }
    },
    NOISE {
      @Override
      void write(int id, long offset, Random random, DataOutputStream out) throws IOException {
        byte[] noise = new byte[random.nextInt(4_000)];
        random.nextBytes(noise);
        out.writeInt(4 + noise.length);
        out.writeInt(id);
        out.write(noise);
      }
    },
    ANOTHER_QUESTIONS_ANSWER {
      @Override
      void write(int id, long offset, Random random, DataOutputStream out) throws IOException {
        out.write(ScriptedBroker.framed(id + 7, batch(0, offset)));
      }
    },
    /** For a partition that the other broker leads. */
    NOT_ITS_OWN {
      @Override
      void write(int id, long offset, Random random, DataOutputStream out) throws IOException {
        out.write(ScriptedBroker.framed(id, batch(1, 1_000_000)));
      }
    },
    /** Two thousand million partitions, it says. */
    COUNT {
      @Override
      void write(int id, long offset, Random random, DataOutputStream out) throws IOException {
        byte[] frame = ScriptedBroker.framed(id, batch(0, offset));
        // Frame, correlation id, tags, throttle time, error, session; then the number of topics.
        int count = 4 + 4 + 1 + 4 + 2 + 4;
        byte[] most = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07};
        System.arraycopy(most, 0, frame, count, most.length);
        out.write(frame);
      }
    },
    CUT_OFF {
      @Override
      void write(int id, long offset, Random random, DataOutputStream out) throws IOException {
        byte[] frame = ScriptedBroker.framed(id, batch(0, offset));
        int length = 8 + random.nextInt(frame.length - 8);
        ByteBuffer.wrap(frame).putInt(0, length - 4);
        out.write(frame, 0, length);
      }
    },
    /** What follows the frame's length is damaged in a few places. */
    DAMAGED {
      @Override
      void write(int id, long offset, Random random, DataOutputStream out) throws IOException {
        byte[] frame = ScriptedBroker.framed(id, batch(0, offset));
        for (int i = 0; i <= random.nextInt(4); i++) {
          frame[8 + random.nextInt(frame.length - 8)] = (byte) random.nextInt();
        }
        out.write(frame);
      }
    };

    abstract void write(int id, long offset, Random random, DataOutputStream out)
        throws IOException;
  }

  @AfterEach
  void stop() throws IOException {
    for (ScriptedBroker broker : brokers) {
      broker.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldHarmItsOwnLanesAlone(Answer answer) throws Exception {
    Random random = new Random(7);
    brokers =
        ScriptedBroker.cluster(
            (request, id, out) -> {
              answer.write(id, asked(request), random, out);
              answered.incrementAndGet();
            },
            HostileBrokerTest::wellBehaved);
    try (KafkaSource source = source()) {
      long before = allocatedBytes();
      source.assign(BAD, 1, SourcePosition.at(0));
      source.assign(GOOD, 1, SourcePosition.at(0));

      await().atMost(PATIENCE).until(() -> answered.get() >= 5);
      int first = received.offsets(GOOD).size();
      await().atMost(PATIENCE).until(() -> received.offsets(GOOD).size() >= first + 20);

      assertThat(source.alive()).isTrue();
      List<Long> offsets = received.offsets(GOOD);
      assertThat(offsets).isEqualTo(LongStream.range(0, offsets.size()).boxed().toList());
      assertThat(allocatedBytes() - before).isLessThan(FAIR_BYTES);
    }
  }

  /** A batch that can't be taken stops its lane, with the reason; nobody waits for it. */
  @Test
  void shouldRefuseABatchThatClaimsMoreThanThereIsRoomFor() throws Exception {
    brokers =
        ScriptedBroker.cluster(
            (request, id, out) -> {
              FetchResponseData data = batch(0, asked(request));
              ByteBuffer records = ((MemoryRecords) partition(data).records()).buffer();
              records.putInt(8, ResponseBound.batchBytes());
              out.write(ScriptedBroker.framed(id, data));
            },
            HostileBrokerTest::wellBehaved);
    try (KafkaSource source = source()) {
      source.assign(BAD, 1, SourcePosition.at(0));
      source.assign(GOOD, 1, SourcePosition.at(0));

      await()
          .atMost(PATIENCE)
          .until(() -> !received.events(BAD, LaneEvent.FetchFailed.class).isEmpty());
      LaneEvent.FetchFailed failed = received.events(BAD, LaneEvent.FetchFailed.class).getFirst();
      assertThat(failed.failure().toString())
          .startsWith("MESSAGE_TOO_LARGE: orders-0 at offset 0: a batch says that it has ")
          .contains("-Xmx");
      await().atMost(PATIENCE).until(() -> received.offsets(GOOD).size() >= 20);
    }
  }

  /** The one before never comes to its end: it loses its turn before the other's request does. */
  @Test
  void shouldNotWaitForEverBehindALargeAnswer() throws Exception {
    int large = BrokerFetch.LARGEST_RESPONSE_BYTES + 1;
    AtomicInteger asked = new AtomicInteger();
    requestTimeoutMs = 6_000;
    brokers =
        ScriptedBroker.cluster(
            (request, id, out) -> {
              out.writeInt(2 * large);
              out.writeInt(id);
              answered.incrementAndGet();
            },
            (request, id, out) -> {
              // Not before the other one has begun.
              await().atMost(PATIENCE).until(() -> answered.get() > 0);
              long offset = asked(request);
              if (offset == 0) {
                asked.incrementAndGet();
                out.write(ScriptedBroker.framed(id, batch(1, offset, large)));
              } else {
                wellBehaved(request, id, out);
              }
            });
    try (KafkaSource source = source()) {
      source.assign(BAD, 1, SourcePosition.at(0));
      source.assign(GOOD, 1, SourcePosition.at(0));

      await().atMost(PATIENCE).until(() -> received.offsets(GOOD).size() >= 20);
      assertThat(asked.get()).isEqualTo(1);
    }
  }

  private KafkaSource source() {
    return new KafkaSource(
        BAD.flow(),
        Map.of(
            "bootstrap.servers",
            brokers.getLast().bootstrap(),
            "request.timeout.ms",
            Integer.toString(requestTimeoutMs),
            "reconnect.backoff.max.ms",
            "200"),
        SourceSettings.defaults(),
        received);
  }

  /** One record for each question, without end, a hundred times a second. */
  private static void wellBehaved(FetchRequest request, int id, DataOutputStream out)
      throws IOException {
    LockSupport.parkNanos(ANSWER_NANOS);
    long offset = asked(request);
    FetchResponseData data = offset == NEVER_READ ? new FetchResponseData() : batch(1, offset);
    out.write(ScriptedBroker.framed(id, data));
  }

  private static long asked(FetchRequest request) {
    return request.data().topics().stream()
        .flatMap(topic -> topic.partitions().stream())
        .mapToLong(partition -> partition.fetchOffset())
        .findFirst()
        .orElse(NEVER_READ);
  }

  private static FetchResponseData batch(int partition, long offset) {
    return batch(partition, offset, 100);
  }

  private static FetchResponseData batch(int partition, long offset, int bytes) {
    MemoryRecords records =
        MemoryRecords.withRecords(offset, Compression.NONE, new SimpleRecord(1, new byte[bytes]));
    return new FetchResponseData()
        .setResponses(
            List.of(
                new FetchResponseData.FetchableTopicResponse()
                    .setTopic(ScriptedBroker.TOPIC)
                    .setPartitions(
                        List.of(
                            new FetchResponseData.PartitionData()
                                .setPartitionIndex(partition)
                                .setHighWatermark(offset + 1)
                                .setLastStableOffset(offset + 1)
                                .setLogStartOffset(0)
                                .setRecords(records)))));
  }

  private static FetchResponseData.PartitionData partition(FetchResponseData data) {
    return data.responses().getFirst().partitions().getFirst();
  }

  /** Of every thread that fetches: they are made anew with the source. */
  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(thread -> thread != null && thread.getThreadName().startsWith("crosstide-source-"))
        .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getThreadId()))
        .sum();
  }
}
