package io.crosstide.cli;

import io.crosstide.flow.Engine;
import io.crosstide.flow.TopologyFollower;
import io.crosstide.status.Snapshot;
import io.crosstide.status.TopologyStatus;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** An engine that goes over to newer revisions of its topology once it is told to follow it. */
final class FollowingEngine implements MirrorService.RunningFlows {
  private final Engine engine;
  private volatile TopologyFollower follower;

  FollowingEngine(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void start() {
    engine.start();
  }

  @Override
  public void follow(TopologyFollower.Settings settings, TopologyStatus begun) {
    follower =
        new TopologyFollower(
            engine, settings, begun, InstantSource.system(), RandomGenerator.getDefault());
    follower.start();
  }

  @Override
  public void refresh() {
    TopologyFollower following = follower;
    if (following != null) {
      following.refresh();
    }
  }

  @Override
  public void reconcile() {
    engine.reconcile();
  }

  @Override
  public Snapshot snapshot() {
    TopologyFollower following = follower;
    return following == null ? engine.snapshot() : following.snapshot();
  }

  @Override
  public void close() {
    if (follower != null) {
      follower.close();
    }
    engine.close();
  }
}
