package io.crosstide.flow;

import io.crosstide.kafka.KafkaTarget;
import io.crosstide.kafka.RecordRebuilder;
import io.crosstide.mirror.LedgerPort;
import io.crosstide.mirror.MirrorLoop;
import io.crosstide.mirror.QuarantinePort;
import io.crosstide.mirror.RegistryPort;
import io.crosstide.status.LaneStatus;
import io.crosstide.topology.Flow;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/** A loop of a flow with connections and threads of its own, and so a core's worth of work. */
final class FlowLoop {
  private final SourceByIsolation source;
  private final KafkaTarget target;
  private final MirrorLoop loop;
  private final LoopThread thread;

  /** What the loops of a flow share. */
  record Shared(
      Flow flow,
      FlowClients clients,
      RegistryPort registry,
      LedgerPort ledger,
      QuarantinePort quarantine,
      LongPredicate lease,
      LongConsumer settled) {}

  /** Begins to run, without lanes. */
  FlowLoop(Shared shared, long bufferBytes) {
    Flow flow = shared.flow();
    source =
        new SourceByIsolation(
            flow, shared.clients().fetch(), bufferBytes, delivery -> loop().deliver(delivery));
    target =
        new KafkaTarget(
            flow.name(), shared.clients().produce(), delivery -> loop().deliver(delivery));
    var ports =
        new MirrorLoop.Ports(
            source,
            target,
            shared.registry(),
            shared.ledger(),
            shared.quarantine(),
            new RecordRebuilder(),
            InstantSource.system()::millis);
    loop = new MirrorLoop(ports, shared.lease(), shared.settled());
    thread = new LoopThread(flow.name(), loop, target);
    thread.start();
  }

  /** Ports answer only what lanes ask, and there are no lanes before the constructor is done. */
  MirrorLoop loop() {
    return loop;
  }

  void bufferBytes(long bytes) {
    source.bufferBytes(bytes);
  }

  List<LaneStatus> lanes() {
    return thread.lanes();
  }

  boolean alive() {
    return thread.alive() && source.alive();
  }

  /** Begins to end every lane. */
  void drain() {
    thread.drain();
  }

  /** Waits for what is under way, at most {@code settleMs}, then lets go of both clusters. */
  void close(long settleMs) throws InterruptedException {
    try {
      thread.close(settleMs);
    } finally {
      source.close();
      target.close();
    }
  }
}
