package io.crosstide.mirror;

/** For fakes outside a simulation. */
final class NobodyWatches implements FakePartition.Watcher {
  @Override
  public void appended(FakePartition partition, LogBatch batch, String writer) {}

  @Override
  public void truncated(FakePartition partition, long end) {}

  @Override
  public void removed(FakePartition partition, long offset) {}
}
