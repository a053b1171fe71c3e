package io.crosstide.mirror;

import java.util.List;
import java.util.Map;

/** The quarantine topic of one flow's target. */
final class FakeQuarantine implements QuarantinePort {
  private final Map<LaneId, LaneTruth> lanes;
  private final FakeNetwork network;
  private final EventSink sink;
  private final FakeNetwork.Connection connection = new FakeNetwork.Connection();

  FakeQuarantine(Map<LaneId, LaneTruth> lanes, FakeNetwork network, EventSink sink) {
    this.lanes = lanes;
    this.network = network;
    this.sink = sink;
  }

  @Override
  public void park(LaneId lane, long term, ParkedRecord record) {
    List<TestRecord> records = List.copyOf(TestBatch.read(record.batch()).values());
    Truth.check(records.size() == 1, lane + " parks more than one record at once");
    network.<Boolean>call(
        connection,
        reply -> {
          lanes.get(lane).parked(record.sourceOffset(), records.getFirst());
          reply.accept(true);
        },
        done -> sink.deliver(new Delivery(lane, term, new LaneEvent.Parked())),
        () ->
            sink.deliver(
                new Delivery(
                    lane, term, new LaneEvent.OperationFailed("park", FakeTarget.unanswered()))));
  }

  @Override
  public void close() {}
}
