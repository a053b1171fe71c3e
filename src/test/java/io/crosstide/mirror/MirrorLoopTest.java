package io.crosstide.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.kafka.RecordRebuilder;
import io.crosstide.ledger.LaneLedger;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A loop over fakes in which nothing goes wrong. */
class MirrorLoopTest {
  private final Timeline timeline = new Timeline(1);
  private final FakeNetwork network = new FakeNetwork(timeline);
  private final FakeCluster source = new FakeCluster("a", 1_000, timeline, new NobodyWatches());
  private final FakeCluster target = new FakeCluster("b", 1_000, timeline, new NobodyWatches());
  private final FakeLedger.Store store = new FakeLedger.Store();
  private boolean member = true;
  private MirrorLoop loop;

  MirrorLoopTest() {
    EventSink sink = delivery -> loop.deliver(delivery);
    var always =
        new FakeLedger.Process() {
          @Override
          public boolean alive() {
            return true;
          }

          @Override
          public boolean writes() {
            return member;
          }
        };
    var ports =
        new MirrorLoop.Ports(
            new FakeSource(source, network, timeline, sink, new HashMap<>()),
            new FakeTarget(target, network, timeline, sink),
            new FakeRegistry(source, target, network, sink),
            new FakeLedger(store, network, timeline, sink, always),
            new FakeQuarantine(Map.of(), network, sink),
            new RecordRebuilder(),
            timeline::nowMs);
    loop = new MirrorLoop(ports, nowMs -> member, latencyMs -> {});
  }

  private void runUntilItCopies() {
    for (int events = 0; events < 20_000; events++) {
      timeline.step();
      loop.runOnce(timeline.nowMs());
      if (loop.status().stream().anyMatch(lane -> lane.state().equals("copying"))) {
        return;
      }
      timeline.in(1, () -> {});
    }
    assertThat(loop.status()).as("no lane copies").isEmpty();
    throw new AssertionError("there is no lane");
  }

  /** Seed 1823: nobody would have begun it, and it was this instance's. */
  @Test
  void shouldBeginALaneAnewThatEndsWhileItIsGivenBack() {
    loop.add(LaneRig.ID, LaneRig.settings(1_000_000), Pace.UNLIMITED);
    runUntilItCopies();
    loop.revoke(LaneRig.ID);
    loop.runOnce(timeline.nowMs());
    member = false;

    loop.add(LaneRig.ID, LaneRig.settings(1_000_000), Pace.UNLIMITED);
    loop.runOnce(timeline.nowMs());
    member = true;

    runUntilItCopies();
    assertThat(store.read(LaneRig.ID)).extracting(LaneLedger::nextSource).isEqualTo(0L);
  }
}
