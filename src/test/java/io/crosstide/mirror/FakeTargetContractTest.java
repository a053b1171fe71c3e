package io.crosstide.mirror;

class FakeTargetContractTest extends TargetContract {
  private final Timeline timeline = new Timeline(1);
  private final FakeCluster cluster = new FakeCluster("b", 1_000, timeline, new NobodyWatches());

  @Override
  protected TargetPort connect(EventSink sink) {
    return new FakeTarget(cluster, new FakeNetwork(timeline), timeline, sink);
  }

  @Override
  protected TargetPartition freshPartition() {
    var partition = new TargetPartition("a.orders", 0);
    cluster.partition(partition).maxBatchBytes = MAX_BATCH_BYTES;
    return partition;
  }

  @Override
  protected void goOn(TargetPort port) {
    timeline.step();
  }
}
