package io.crosstide.lab.chaos;

import io.crosstide.lab.BrokerProcess;
import io.crosstide.lab.FaultProxy;
import io.crosstide.lab.ProcessCluster;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Does faults and undoes them. */
final class Havoc {
  private static final Duration SLOW_LATENCY = Duration.ofMillis(200);
  private static final long SLOW_BYTES_PER_SECOND = 200_000;

  private final Arena arena;
  private final Fleet fleet;

  Havoc(Arena arena, Fleet fleet) {
    this.arena = arena;
    this.fleet = fleet;
  }

  void begin(Fault fault) {
    switch (fault.kind()) {
      case INSTANCE_KILL -> instances(fault, fleet::kill);
      case INSTANCE_FREEZE -> instances(fault, fleet::freeze);
      case INSTANCE_RESTART -> instances(fault, fleet::stop);
      case SOURCE_BROKER_KILL, TARGET_BROKER_KILL -> broker(fault).kill();
      case SOURCE_BROKER_FREEZE, TARGET_BROKER_FREEZE -> broker(fault).suspend();
      case SOURCE_BROKER_RESTART, TARGET_BROKER_RESTART -> broker(fault).stop();
      case LINK_CUT -> links(fault, FaultProxy::refuse);
      case LINK_SILENT -> links(fault, proxy -> proxy.blackhole(true));
      case LINK_SLOW -> links(fault, Havoc::slow);
      case ROLLING_RESTART -> throw new IllegalArgumentException("it is no single fault");
    }
  }

  void end(Fault fault) {
    switch (fault.kind()) {
      case INSTANCE_KILL, INSTANCE_RESTART -> instances(fault, fleet::start);
      case INSTANCE_FREEZE -> instances(fault, fleet::thaw);
      case SOURCE_BROKER_KILL, TARGET_BROKER_KILL, SOURCE_BROKER_RESTART, TARGET_BROKER_RESTART ->
          broker(fault).start();
      case SOURCE_BROKER_FREEZE, TARGET_BROKER_FREEZE -> broker(fault).resume();
      case LINK_CUT, LINK_SILENT, LINK_SLOW -> links(fault, FaultProxy::heal);
      case ROLLING_RESTART -> throw new IllegalArgumentException("it is no single fault");
    }
  }

  private void instances(Fault fault, IntConsumer action) {
    for (int number = 0; number < fleet.size(); number++) {
      if (fault.victim() == Fault.ALL || fault.victim() == number) {
        action.accept(number);
      }
    }
  }

  private BrokerProcess broker(Fault fault) {
    ProcessCluster cluster =
        switch (fault.kind()) {
          case SOURCE_BROKER_KILL, SOURCE_BROKER_FREEZE, SOURCE_BROKER_RESTART -> arena.source();
          default -> arena.target();
        };
    return cluster.broker(fault.victim());
  }

  private void links(Fault fault, Consumer<FaultProxy> action) {
    ProcessCluster cluster =
        fault.cluster() == Fault.Side.SOURCE ? arena.source() : arena.target();
    for (int broker = 0; broker < cluster.size(); broker++) {
      if (fault.broker() == Fault.ALL || fault.broker() == broker) {
        action.accept(cluster.link(fault.victim(), broker));
      }
    }
  }

  private static void slow(FaultProxy proxy) {
    proxy.latency(SLOW_LATENCY);
    proxy.throttle(SLOW_BYTES_PER_SECOND);
  }
}
