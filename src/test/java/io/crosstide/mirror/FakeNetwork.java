package io.crosstide.mirror;

import java.util.function.Consumer;

/**
 * Requests and responses under way, each delivered at a time of its own or never. Requests of one
 * connection arrive in order, but one that was held up arrives after its sender has given up. What
 * was sent before a crash still arrives.
 */
final class FakeNetwork {
  static final long REQUEST_TIMEOUT_MS = 2_000;
  private static final double STORM_LOSS = 0.4;
  static final long MAX_HELD_UP_MS = 6_000;

  /** What can go wrong at present. */
  static final class Faults {
    double requestLost;
    double responseLost;
    double heldUp;
    double corrupted;
    double unluckyLeaders;
    double doubled;

    /** How wrong the instances' clocks are. */
    long clockSkewMs;

    /** A lost request takes those sent after it along, as a connection that breaks does. */
    boolean cutting;
  }

  /** A connection: what was sent first arrives first. */
  static final class Connection {
    private long busyUntilMs;
    private long cutUntilMs;
  }

  final Faults faults = new Faults();
  private final Timeline timeline;
  private int underWay;
  private long stormUntilMs;

  FakeNetwork(Timeline timeline) {
    this.timeline = timeline;
  }

  /** Most requests or their responses are lost for so long. */
  void storm(long ms) {
    stormUntilMs = timeline.nowMs() + ms;
  }

  private boolean lost(double usually) {
    return timeline.chance(timeline.nowMs() < stormUntilMs ? STORM_LOSS : usually);
  }

  /** Requests that have not taken effect yet. */
  int underWay() {
    return underWay;
  }

  /**
   * Sends one request.
   *
   * @param effect what happens at the broker; is given what to answer with
   * @param answered called once with the answer, unless {@code unanswered} is called instead
   */
  <R> void call(
      Connection connection,
      Consumer<Consumer<R>> effect,
      Consumer<R> answered,
      Runnable unanswered) {
    var done = new boolean[1];
    Consumer<R> answer =
        reply -> {
          if (!lost(faults.responseLost)) {
            timeline.in(timeline.latencyMs(), () -> once(done, () -> answered.accept(reply)));
          }
        };
    if (passes(connection)) {
      underWay++;
      timeline.in(
          arrival(connection),
          () -> {
            underWay--;
            effect.accept(answer);
          });
      if (timeline.chance(faults.doubled)) {
        again(effect);
      }
    }
    timeline.in(REQUEST_TIMEOUT_MS, () -> once(done, unanswered));
  }

  /** The request takes effect a second time, and nobody hears of it. */
  private <R> void again(Consumer<Consumer<R>> effect) {
    underWay++;
    timeline.in(
        timeline.between(0, (int) MAX_HELD_UP_MS),
        () -> {
          underWay--;
          effect.accept(unheard -> {});
        });
  }

  private boolean passes(Connection connection) {
    boolean lost = lost(faults.requestLost);
    if (lost) {
      cut(connection);
    }
    return !lost && timeline.nowMs() >= connection.cutUntilMs;
  }

  private void cut(Connection connection) {
    if (faults.cutting) {
      connection.cutUntilMs = timeline.nowMs() + REQUEST_TIMEOUT_MS;
    }
  }

  private long arrival(Connection connection) {
    if (timeline.chance(faults.heldUp)) {
      cut(connection);
      return timeline.between((int) REQUEST_TIMEOUT_MS, (int) MAX_HELD_UP_MS);
    }
    connection.busyUntilMs =
        Math.max(connection.busyUntilMs, timeline.nowMs() + timeline.latencyMs());
    return connection.busyUntilMs - timeline.nowMs();
  }

  private static void once(boolean[] done, Runnable action) {
    if (!done[0]) {
      done[0] = true;
      action.run();
    }
  }
}
