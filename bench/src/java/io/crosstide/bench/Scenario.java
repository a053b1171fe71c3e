package io.crosstide.bench;

import io.crosstide.bench.report.BenchRun;
import java.time.Duration;
import java.util.List;

/**
 * One case.
 *
 * @param scene name, title and group
 * @param kind what is measured
 * @param load what lies in the source topic; in latency cases its partitions alone count
 * @param contenders names of those who run besides Crosstide
 * @param idlePartitions further partitions, empty, in topics of a hundred
 * @param way between the mirror and the clusters
 */
record Scenario(
    BenchRun.Scene scene,
    Kind kind,
    Load load,
    List<String> contenders,
    int idlePartitions,
    Way way) {

  enum Kind {
    /** A backlog is copied as fast as it goes. */
    THROUGHPUT,
    /** Records come at a steady rate. */
    LATENCY,
    /** A backlog is copied while another topic's records come at a steady rate. */
    CATCH_UP
  }

  /** What lies between the mirror and the clusters. */
  sealed interface Way {
    /** Nothing. */
    record Plain() implements Way {}

    /** Both clusters' listeners speak TLS. */
    record Tls() implements Way {}

    /**
     * A proxy stands before the source.
     *
     * @param roundTrip zero for none
     * @param bytesPerSecond zero for no limit
     */
    record Link(Duration roundTrip, long bytesPerSecond) implements Way {}
  }

  Scenario {
    contenders = List.copyOf(contenders);
  }

  static Scenario of(BenchRun.Scene scene, Kind kind, Load load, String... contenders) {
    return new Scenario(scene, kind, load, List.of(contenders), 0, new Way.Plain());
  }

  Scenario over(Way newWay) {
    return new Scenario(scene, kind, load, contenders, idlePartitions, newWay);
  }

  Scenario idle(int count) {
    return new Scenario(scene, kind, load, contenders, count, way);
  }

  String name() {
    return scene.name();
  }

  /** For the record. */
  String describe() {
    String where = load.partitions() == 1 ? "1 partition" : load.partitions() + " partitions";
    String records =
        "%,d records of %,d B in %s%s, %s, batches of %,d B%s"
            .formatted(
                load.records(),
                load.recordBytes(),
                where,
                load.skewed() ? " (half of them in a tenth)" : "",
                load.compression(),
                load.batchBytes(),
                load.transactional() ? ", a commit each 100 ms" : "");
    String idle = idlePartitions == 0 ? "" : ", %,d idle partitions".formatted(idlePartitions);
    return (load.records() == 0 ? where : records) + idle + onTheWay();
  }

  private String onTheWay() {
    return switch (way) {
      case Way.Plain() -> "";
      case Way.Tls() -> ", TLS to both clusters";
      case Way.Link(Duration roundTrip, long bytesPerSecond) ->
          ", through a proxy: %d ms round trip, %s"
              .formatted(
                  roundTrip.toMillis(),
                  bytesPerSecond == 0 ? "no limit" : "%,d B/s".formatted(bytesPerSecond));
    };
  }
}
