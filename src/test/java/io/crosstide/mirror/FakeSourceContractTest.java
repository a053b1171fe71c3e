package io.crosstide.mirror;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

class FakeSourceContractTest extends SourceContract {
  private static final long PRODUCER = 5;
  private static final long TRANSACTIONAL = 6;
  private static final short EPOCH = 0;

  private final Timeline timeline = new Timeline(1);
  private final FakeCluster cluster = new FakeCluster("a", 1_000, timeline, new NobodyWatches());

  @Override
  protected SourcePort connect(EventSink sink) {
    return new FakeSource(cluster, new FakeNetwork(timeline), timeline, sink, new HashMap<>());
  }

  @Override
  protected String freshTopic() {
    return "orders";
  }

  @Override
  protected void append(String topic, int count) {
    append(topic, PRODUCER, 0, count);
  }

  @Override
  protected void begin(String topic, int count) {
    append(topic, TRANSACTIONAL, TestBatch.TRANSACTIONAL, count);
  }

  private void append(String topic, long producerId, int attributes, int count) {
    FakePartition log = cluster.partition(topic, 0);
    var records = new ArrayList<TestRecord>();
    for (int i = 0; i < count; i++) {
      records.add(new TestRecord(timeline.nowMs(), null, ByteBuffer.allocate(8), List.of()));
    }
    var writer = new TestBatch.Writer(producerId, EPOCH, log.producers.next(producerId));
    var done = new boolean[1];
    log.append(
        TestBatch.of(writer, attributes, records), "", offset -> done[0] = true, failure -> {});
    awaitTrue(done);
  }

  @Override
  protected void end(String topic, boolean commit) {
    var done = new boolean[1];
    FakePartition log = cluster.partition(topic, 0);
    log.mark(TRANSACTIONAL, EPOCH, commit, () -> done[0] = true, () -> {});
    awaitTrue(done);
  }

  private void awaitTrue(boolean[] done) {
    while (!done[0]) {
      timeline.step();
    }
  }

  @Override
  protected void deleteBefore(String topic, long offset) {
    cluster.partition(topic, 0).deleteBefore(offset);
  }

  @Override
  protected void goOn() {
    timeline.step();
  }
}
