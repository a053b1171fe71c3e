package io.crosstide.mirror;

/** Carries out what one lane wants done. */
record PortCalls(MirrorLoop.Ports ports, TargetPartition partition) implements LaneOutput {
  @Override
  public void accept(LaneId lane, long term, LaneCommand command) {
    TargetPort target = ports.target();
    switch (command) {
      case LaneCommand.Claim ignored -> target.claim(lane, term);
      case LaneCommand.Renew renew -> target.renew(lane, term, renew.producerId(), renew.epoch());
      case LaneCommand.ClaimUnfenced ignored -> target.claimUnfenced(lane, term);
      case LaneCommand.FindFormerIds ignored -> ports.registry().formerIds(lane, term);
      case LaneCommand.Register register ->
          ports.registry().register(lane, term, register.producerId());
      case LaneCommand.Fence fence ->
          target.fence(lane, term, partition, fence.producerId(), fence.epoch());
      case LaneCommand.ReadLedger ignored -> ports.ledger().read(lane, term);
      case LaneCommand.HoldLedger ignored -> ports.ledger().hold(lane);
      case LaneCommand.StoreLedger ignored -> ports.ledger().store(lane, term);
      case LaneCommand.ReadTail tail -> target.readTail(lane, term, partition, tail.fromOffset());
      case LaneCommand.ReadRecord read ->
          target.readRecord(lane, term, partition, read.targetOffset());
      case LaneCommand.FindStart start -> ports.source().findStart(lane, term, start.position());
      case LaneCommand.Assign assign -> ports.source().assign(lane, term, assign.from());
      case LaneCommand.Unassign ignored -> ports.source().unassign(lane);
      case LaneCommand.Resolve resolve ->
          ports.registry().resolve(lane, term, resolve.producerId());
      case LaneCommand.Produce produce -> target.produce(lane, term, partition, produce.batch());
      case LaneCommand.Park park -> ports.quarantine().park(lane, term, park.record());
      case LaneCommand.LedgerChanged ignored -> ports.ledger().changed(lane);
      case LaneCommand.Closed ignored -> ports.ledger().release(lane);
    }
  }
}
