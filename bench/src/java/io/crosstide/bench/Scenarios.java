package io.crosstide.bench;

import static io.crosstide.bench.report.Contenders.DIRECT;
import static io.crosstide.bench.report.Contenders.FLOOR;
import static io.crosstide.bench.report.Contenders.MM2_DEFAULT;
import static io.crosstide.bench.report.Contenders.MM2_EXACTLY_ONCE;
import static io.crosstide.bench.report.Contenders.MM2_TUNED;

import io.crosstide.bench.Scenario.Kind;
import io.crosstide.bench.Scenario.Way;
import io.crosstide.bench.report.BenchRun.Scene;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The cases. Megabytes are of values before compression. MirrorMaker with default settings runs where
 * the difference between defaults and tuning is the question, because it takes longest; nobody but
 * Crosstide where it is held against itself, or where the link alone says how fast it goes. MirrorMaker
 * does not run with 1,000 partitions and more, where one run of it takes minutes.
 */
final class Scenarios {
  private static final int PARTITIONS = 4;

  /** So long that what a JVM does in its first seconds weighs little. */
  private static final long MAIN_MEGABYTES = 2_000;

  private static final long LONG_MEGABYTES = 1_000;

  /** Alike for all cases that are held against each other. */
  private static final long MEGABYTES = 600;

  private static final long SHORT_MEGABYTES = 400;

  /** For what MirrorMaker is slow with. */
  private static final long VERY_SHORT_MEGABYTES = 200;

  private static final long SLOW_LINK_MEGABYTES = 100;

  /**
   * A hundred less than 10,000: MirrorMaker asks for all topics in one request, and a KRaft controller
   * refuses more than 10,000 partitions in one.
   */
  private static final int IDLE_PARTITIONS = 9_900;

  private Scenarios() {}

  static List<Scenario> quick() {
    return List.of(
        main(LONG_MEGABYTES, FLOOR, MM2_TUNED),
        Scenario.of(LATENCY, Kind.LATENCY, Load.none(PARTITIONS), DIRECT, MM2_TUNED));
  }

  static List<Scenario> full() {
    return Stream.of(
            Stream.of(main(MAIN_MEGABYTES, FLOOR, MM2_TUNED, MM2_DEFAULT)),
            codecs(),
            sizes(),
            partitions(),
            kinds(),
            links(),
            latencies())
        .flatMap(stream -> stream)
        .toList();
  }

  private static Scenario main(long megabytes, String... contenders) {
    Scene scene =
        new Scene("lz4-64k", "512 B JSON, lz4, 64 KB batches, 4 partitions", "The main case");
    return Scenario.of(scene, Kind.THROUGHPUT, json(PARTITIONS, megabytes), contenders);
  }

  private static Stream<Scenario> codecs() {
    String group = "Other codecs";
    return Stream.of(
        Scenario.of(
            new Scene("none-64k", "Uncompressed, else as the main case", group),
            Kind.THROUGHPUT,
            Load.of(PARTITIONS, SHORT_MEGABYTES, 512, "none"),
            FLOOR,
            MM2_TUNED),
        Scenario.of(
            new Scene("zstd-64k", "zstd, else as the main case", group),
            Kind.THROUGHPUT,
            Load.of(PARTITIONS, SHORT_MEGABYTES, 512, "zstd"),
            FLOOR,
            MM2_TUNED),
        Scenario.of(
            new Scene("gzip-64k", "gzip, else as the main case", group),
            Kind.THROUGHPUT,
            Load.of(PARTITIONS, VERY_SHORT_MEGABYTES, 512, "gzip"),
            FLOOR,
            MM2_TUNED));
  }

  private static Stream<Scenario> sizes() {
    String group = "Sizes of records and batches";
    return Stream.of(
        Scenario.of(
            new Scene("records-100b", "100 B records, lz4, 64 KB batches", group),
            Kind.THROUGHPUT,
            Load.of(PARTITIONS, VERY_SHORT_MEGABYTES, 100, "lz4"),
            FLOOR,
            MM2_TUNED),
        Scenario.of(
            new Scene("records-10k", "10 KB records, lz4, 64 KB batches", group),
            Kind.THROUGHPUT,
            Load.of(PARTITIONS, MEGABYTES, 10_000, "lz4"),
            FLOOR,
            MM2_TUNED),
        Scenario.of(
            new Scene("batches-5k", "Batches of 5 KB, as from producers that don't linger", group),
            Kind.THROUGHPUT,
            Load.of(PARTITIONS, MEGABYTES, 512, "lz4").batches(5_200),
            FLOOR,
            MM2_TUNED),
        Scenario.of(
            new Scene("batches-1k", "Batches of 1 KB, as from producers that don't linger", group),
            Kind.THROUGHPUT,
            Load.of(PARTITIONS, MEGABYTES, 512, "lz4").batches(1_200),
            FLOOR,
            MM2_TUNED));
  }

  private static Stream<Scenario> partitions() {
    String group = "Partitions";
    return Stream.of(
        Scenario.of(
            new Scene("partitions-1", "1 partition", group),
            Kind.THROUGHPUT,
            json(1, LONG_MEGABYTES),
            FLOOR),
        // What the others of this group are held against.
        Scenario.of(
            new Scene("partitions-4", "4 partitions", group),
            Kind.THROUGHPUT,
            json(PARTITIONS, LONG_MEGABYTES),
            FLOOR),
        Scenario.of(
            new Scene("partitions-100", "100 partitions, half of the load in ten", group),
            Kind.THROUGHPUT,
            json(100, LONG_MEGABYTES).skew(),
            FLOOR),
        Scenario.of(
            new Scene("partitions-1000", "1,000 partitions, half of the load in a hundred", group),
            Kind.THROUGHPUT,
            json(1_000, LONG_MEGABYTES).skew(),
            FLOOR),
        Scenario.of(
                new Scene("idle-10000", "10 busy partitions beside 9,900 idle ones", group),
                Kind.THROUGHPUT,
                json(10, SHORT_MEGABYTES))
            .idle(IDLE_PARTITIONS));
  }

  private static Stream<Scenario> kinds() {
    String group = "Transactions, TLS, catching up";
    return Stream.of(
        Scenario.of(
            new Scene("transactions", "Transactional source, a commit each 100 ms", group),
            Kind.THROUGHPUT,
            json(PARTITIONS, SHORT_MEGABYTES).inTransactions(),
            MM2_TUNED,
            MM2_EXACTLY_ONCE),
        Scenario.of(
                new Scene("tls", "TLS to both clusters", group),
                Kind.THROUGHPUT,
                json(PARTITIONS, MEGABYTES),
                MM2_TUNED)
            .over(new Way.Tls()),
        Scenario.of(
            new Scene(
                "catch-up",
                "A backlog is copied; latency of another topic at 1,000 records/s meanwhile",
                group),
            Kind.CATCH_UP,
            json(PARTITIONS, LONG_MEGABYTES),
            MM2_TUNED));
  }

  private static Stream<Scenario> links() {
    String group = "Slow links to the source";
    Duration far = Duration.ofMillis(100);
    return Stream.of(
        // The same proxy without delay: what the next is held against.
        Scenario.of(
                new Scene("link-0ms-100", "100 partitions, through a proxy without delay", group),
                Kind.THROUGHPUT,
                json(100, MEGABYTES))
            .over(new Way.Link(Duration.ZERO, 0)),
        Scenario.of(
                new Scene("link-100ms-100", "100 partitions, 100 ms round trip", group),
                Kind.THROUGHPUT,
                json(100, MEGABYTES),
                MM2_TUNED)
            .over(new Way.Link(far, 0)),
        Scenario.of(
                new Scene("link-100ms-1", "1 partition, 100 ms round trip", group),
                Kind.THROUGHPUT,
                json(1, SLOW_LINK_MEGABYTES))
            .over(new Way.Link(far, 0)),
        Scenario.of(
                new Scene("link-100mbit", "4 partitions, 100 Mbit/s", group),
                Kind.THROUGHPUT,
                json(PARTITIONS, SLOW_LINK_MEGABYTES))
            .over(new Way.Link(Duration.ZERO, 12_500_000)));
  }

  private static final Scene LATENCY =
      new Scene("latency-1000", "1,000 records/s of 512 B, 4 partitions", "Latency");

  private static Stream<Scenario> latencies() {
    return Stream.of(
        Scenario.of(
            LATENCY, Kind.LATENCY, Load.none(PARTITIONS), DIRECT, MM2_TUNED, MM2_DEFAULT));
  }

  private static Load json(int partitions, long megabytes) {
    return Load.of(partitions, megabytes, 512, "lz4");
  }
}
