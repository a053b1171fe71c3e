package io.crosstide.lab.chaos;

import io.crosstide.lab.chaos.Fault.Kind;
import io.crosstide.lab.chaos.Fault.Side;
import io.crosstide.lab.chaos.Fault.Track;
import java.time.Duration;
import java.util.Random;

/**
 * Which faults come in which order, by seed: each track has an endless sequence of its own, so that
 * how long one fault takes changes nothing about the others. Pure.
 */
final class FaultPlan {
  private static final long TRACK_FACTOR = 1_000_003;

  /** Of a hundred faults of the instances, how many hit all of them. */
  private static final int ALL_IN_HUNDRED = 10;

  private final Track track;
  private final int instances;
  private final int brokers;
  private final Duration session;
  private final Random random;

  /**
   * @param session how long a silent instance counts as alive
   */
  FaultPlan(long seed, Track track, int instances, int brokers, Duration session) {
    this.track = track;
    this.instances = instances;
    this.brokers = brokers;
    this.session = session;
    this.random = new Random(seed * TRACK_FACTOR + track.ordinal());
  }

  Fault next() {
    return switch (track) {
      case INSTANCES -> instance();
      case SOURCE_BROKERS ->
          broker(Kind.SOURCE_BROKER_KILL, Kind.SOURCE_BROKER_FREEZE, Kind.SOURCE_BROKER_RESTART);
      case TARGET_BROKERS ->
          broker(Kind.TARGET_BROKER_KILL, Kind.TARGET_BROKER_FREEZE, Kind.TARGET_BROKER_RESTART);
      case LINKS -> link();
    };
  }

  private Fault instance() {
    Duration gap = millis(3_000, 9_000);
    int victim = random.nextInt(100) < ALL_IN_HUNDRED ? Fault.ALL : random.nextInt(instances);
    return switch (random.nextInt(5)) {
      case 0, 1 -> onInstance(Kind.INSTANCE_KILL, victim, gap, millis(100, 6_000));
      case 2, 3 ->
          onInstance(Kind.INSTANCE_FREEZE, victim, gap, session.plus(millis(1_000, 8_000)));
      default -> onInstance(Kind.INSTANCE_RESTART, victim, gap, millis(0, 2_000));
    };
  }

  private static Fault onInstance(Kind kind, int victim, Duration gap, Duration hold) {
    return new Fault(kind, victim, null, 0, gap, hold);
  }

  private Fault broker(Kind kill, Kind freeze, Kind restart) {
    Duration gap = millis(5_000, 15_000);
    int victim = random.nextInt(brokers);
    return switch (random.nextInt(5)) {
      case 0, 1 -> new Fault(kill, victim, null, 0, gap, millis(500, 8_000));
      case 2, 3 -> new Fault(freeze, victim, null, 0, gap, millis(2_000, 12_000));
      default -> new Fault(restart, victim, null, 0, gap, millis(0, 2_000));
    };
  }

  private Fault link() {
    Duration gap = millis(2_000, 8_000);
    int victim = random.nextInt(instances);
    Side side = random.nextBoolean() ? Side.SOURCE : Side.TARGET;
    int broker = random.nextInt(brokers + 1) - 1;
    return switch (random.nextInt(3)) {
      case 0 -> new Fault(Kind.LINK_CUT, victim, side, broker, gap, millis(1_000, 10_000));
      case 1 -> new Fault(Kind.LINK_SILENT, victim, side, broker, gap, millis(2_000, 18_000));
      default -> new Fault(Kind.LINK_SLOW, victim, side, broker, gap, millis(3_000, 12_000));
    };
  }

  private Duration millis(int least, int most) {
    return Duration.ofMillis(random.nextInt(least, most + 1));
  }
}
