package io.crosstide.bench;

import io.crosstide.bench.report.BenchRun;
import io.crosstide.bench.report.Contenders;
import java.time.Duration;
import java.util.List;

/**
 * One case.
 *
 * @param scene name, title and group
 * @param kind what is measured
 * @param load what lies in the source topic; in latency cases its partitions alone count
 * @param idlePartitions further partitions, empty, in topics of a hundred
 * @param link between the mirror's machine and the source
 * @param contenders names of those who run besides Crosstide
 */
record Scenario(
    BenchRun.Scene scene,
    Kind kind,
    Load load,
    int idlePartitions,
    Link link,
    List<String> contenders) {
  static final String THROUGHPUT = "Throughput";
  static final List<String> EVERYBODY =
      List.of(Contenders.FLOOR, Contenders.MM2_TUNED, Contenders.MM2_DEFAULT);
  static final List<String> TUNED = List.of(Contenders.FLOOR, Contenders.MM2_TUNED);

  enum Kind {
    /** A backlog is copied as fast as it goes. */
    THROUGHPUT,
    /** Records come at a steady rate. */
    LATENCY
  }

  /**
   * What lies before the source's broker.
   *
   * @param roundTrip zero for none
   * @param bytesPerSecond zero for no limit
   */
  record Link(Duration roundTrip, long bytesPerSecond) {
    static final Link NONE = new Link(Duration.ZERO, 0);

    boolean proxied() {
      return !equals(NONE);
    }
  }

  static Scenario throughput(String name, String title, Load load, List<String> contenders) {
    return new Scenario(
        new BenchRun.Scene(name, title, THROUGHPUT),
        Kind.THROUGHPUT,
        load,
        0,
        Link.NONE,
        contenders);
  }

  static Scenario latency(String name, String title, int partitions) {
    return new Scenario(
        new BenchRun.Scene(name, title, "Latency"),
        Kind.LATENCY,
        Load.of(partitions, 0, 512, "none"),
        0,
        Link.NONE,
        List.of(Contenders.DIRECT, Contenders.MM2_TUNED, Contenders.MM2_DEFAULT));
  }

  Scenario over(Link newLink) {
    return new Scenario(scene, kind, load, idlePartitions, newLink, contenders);
  }

  Scenario idle(int count) {
    return new Scenario(scene, kind, load, count, link, contenders);
  }

  String name() {
    return scene.name();
  }
}
