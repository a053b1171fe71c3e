package io.crosstide.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.ProduceRequest;

/**
 * The fastest that these brokers serve and take the same batches: all of them are fetched to nowhere
 * while as many bytes of them, prepared in memory, are produced. What lies between is what a mirror
 * may cost.
 */
final class Floor {
  private static final short FETCH_VERSION = 12;
  private static final short PRODUCE_VERSION = 11;
  private static final int FETCH_BYTES = 50 << 20;
  private static final int PARTITION_BYTES = 1 << 20;
  private static final int IN_FLIGHT = 5;
  private static final int MAX_REQUEST_BYTES = 1 << 20;

  /** Of more, the first so many bytes are produced again and again. */
  private static final long MAX_PREPARED_BYTES = 512 << 20;

  private final Place source;
  private final Place target;
  private final int partitions;

  Floor(Place source, Place target, int partitions) {
    this.source = source;
    this.target = target;
    this.partitions = partitions;
  }

  /** Seconds from the first request to the last answer. The target topic exists and is empty. */
  double seconds() throws IOException, InterruptedException, ExecutionException {
    AtomicLong total = new AtomicLong();
    List<ByteBuffer> prepared = prepare(total);
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      long start = System.nanoTime();
      Callable<Void> fetch =
          () -> {
            fetchAll((records, partition) -> {});
            return null;
          };
      Callable<Void> produce =
          () -> {
            produceAll(prepared, total.get());
            return null;
          };
      Future<Void> fetched = both.submit(fetch);
      Future<Void> produced = both.submit(produce);
      fetched.get();
      produced.get();
      return (System.nanoTime() - start) / 1e9;
    }
  }

  /** Produce requests with what lies in the source; adds up how many bytes are to be produced. */
  private List<ByteBuffer> prepare(AtomicLong total) throws IOException {
    List<PreparedBatches> prepared =
        IntStream.range(0, partitions).mapToObj(partition -> new PreparedBatches()).toList();
    AtomicLong fetched = new AtomicLong();
    fetchAll(
        (records, partition) -> {
          if (fetched.getAndAdd(records.validBytes()) < MAX_PREPARED_BYTES) {
            prepared.get(partition).add(records);
          }
        });
    List<List<ByteBuffer>> batches = prepared.stream().map(PreparedBatches::finish).toList();
    List<ByteBuffer> requests = new ArrayList<>();
    int[] next = new int[partitions];
    for (var data = produce(batches, next); data != null; data = produce(batches, next)) {
      requests.add(RawConnection.prepare(data));
    }
    long ready = requests.stream().mapToLong(ByteBuffer::remaining).sum();
    total.set(fetched.get() <= MAX_PREPARED_BYTES ? ready : fetched.get());
    return requests;
  }

  private void fetchAll(ObjIntConsumer<MemoryRecords> sink) throws IOException {
    long[] next = new long[partitions];
    boolean[] done = new boolean[partitions];
    int left = partitions;
    try (RawConnection connection = new RawConnection(source.bootstrap())) {
      while (left > 0) {
        connection.send(RawConnection.prepare(fetch(next, done)));
        var response =
            new FetchResponseData(connection.receive(ApiKeys.FETCH, FETCH_VERSION), FETCH_VERSION);
        for (var topic : response.responses()) {
          for (var data : topic.partitions()) {
            int partition = data.partitionIndex();
            MemoryRecords records = (MemoryRecords) data.records();
            sink.accept(records, partition);
            for (RecordBatch batch : records.batches()) {
              next[partition] = batch.nextOffset();
            }
            if (!done[partition] && next[partition] >= data.highWatermark()) {
              done[partition] = true;
              left--;
            }
          }
        }
      }
    }
  }

  private FetchRequest fetch(long[] next, boolean[] done) {
    var topic = new FetchRequestData.FetchTopic().setTopic(source.topic());
    for (int partition = 0; partition < partitions; partition++) {
      if (!done[partition]) {
        topic
            .partitions()
            .add(
                new FetchRequestData.FetchPartition()
                    .setPartition(partition)
                    .setFetchOffset(next[partition])
                    .setPartitionMaxBytes(PARTITION_BYTES));
      }
    }
    FetchRequestData data =
        new FetchRequestData()
            .setMaxBytes(FETCH_BYTES)
            .setMinBytes(0)
            .setMaxWaitMs(0)
            .setSessionEpoch(-1);
    data.topics().add(topic);
    return new FetchRequest(data, FETCH_VERSION);
  }

  private void produceAll(List<ByteBuffer> prepared, long bytes) throws IOException {
    int inFlight = 0;
    long sent = 0;
    int next = 0;
    try (RawConnection connection = new RawConnection(target.bootstrap())) {
      while (sent < bytes || inFlight > 0) {
        if (sent < bytes && inFlight < IN_FLIGHT) {
          ByteBuffer request = prepared.get(next);
          next = (next + 1) % prepared.size();
          connection.send(request);
          sent += request.remaining();
          inFlight++;
        } else {
          require(
              new ProduceResponseData(
                  connection.receive(ApiKeys.PRODUCE, PRODUCE_VERSION), PRODUCE_VERSION));
          inFlight--;
        }
      }
    }
  }

  /** The next batch of every partition that has one, up to the request's size; null at the end. */
  private ProduceRequest produce(List<List<ByteBuffer>> prepared, int[] next) {
    var topic =
        new ProduceRequestData.TopicProduceData().setName(target.topic());
    int bytes = 0;
    for (int partition = 0; partition < partitions && bytes < MAX_REQUEST_BYTES; partition++) {
      if (next[partition] < prepared.get(partition).size()) {
        ByteBuffer batch = prepared.get(partition).get(next[partition]++);
        bytes += batch.remaining();
        topic
            .partitionData()
            .add(
                new ProduceRequestData.PartitionProduceData()
                    .setIndex(partition)
                    .setRecords(MemoryRecords.readableRecords(batch)));
      }
    }
    if (bytes == 0) {
      return null;
    }
    ProduceRequestData data = new ProduceRequestData().setAcks((short) -1).setTimeoutMs(30_000);
    data.topicData().add(topic);
    return new ProduceRequest(data, PRODUCE_VERSION);
  }

  private static void require(ProduceResponseData response) {
    for (var topic : response.responses()) {
      for (var partition : topic.partitionResponses()) {
        if (partition.errorCode() != Errors.NONE.code()) {
          throw new IllegalStateException(
              "the target refused a batch: " + Errors.forCode(partition.errorCode()));
        }
      }
    }
  }
}
