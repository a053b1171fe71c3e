package io.crosstide.bench;

import static io.crosstide.bench.Scenario.EVERYBODY;
import static io.crosstide.bench.Scenario.TUNED;
import static io.crosstide.bench.Scenario.latency;
import static io.crosstide.bench.Scenario.throughput;

import io.crosstide.bench.report.Contenders;
import java.time.Duration;
import java.util.List;

/** The cases. Megabytes are of values before compression. */
final class Scenarios {
  private static final int PARTITIONS = 4;
  private static final long MAIN_MEGABYTES = 1_000;
  private static final long MEGABYTES = 400;
  private static final long QUICK_MEGABYTES = 300;
  private static final long SLOW_LINK_MEGABYTES = 100;

  private Scenarios() {}

  static List<Scenario> quick() {
    return List.of(
        throughput(
            "lz4-64k",
            "512 B JSON, lz4, 64 KB batches, 4 partitions",
            Load.of(PARTITIONS, QUICK_MEGABYTES, 512, "lz4"),
            TUNED),
        latency("latency-1000", "1,000 records/s of 512 B, 4 partitions", PARTITIONS));
  }

  static List<Scenario> full() {
    Scenario.Link slow = new Scenario.Link(Duration.ofMillis(100), 0);
    // Half of a millisecond, so that the same proxy stands in the way.
    Scenario.Link near = new Scenario.Link(Duration.ofNanos(2), 0);
    return List.of(
        throughput(
            "lz4-64k",
            "512 B JSON, lz4, 64 KB batches, 4 partitions",
            Load.of(PARTITIONS, MAIN_MEGABYTES, 512, "lz4"),
            List.of(
                Contenders.FLOOR,
                Contenders.MM2_TUNED,
                Contenders.MM2_DEFAULT,
                Contenders.MM2_EXACTLY_ONCE)),
        throughput(
            "none-64k",
            "512 B JSON, uncompressed, 64 KB batches",
            Load.of(PARTITIONS, MEGABYTES, 512, "none"),
            EVERYBODY),
        throughput(
            "zstd-64k",
            "512 B JSON, zstd, 64 KB batches",
            Load.of(PARTITIONS, MEGABYTES, 512, "zstd"),
            TUNED),
        throughput(
            "gzip-64k",
            "512 B JSON, gzip, 64 KB batches",
            Load.of(PARTITIONS, MEGABYTES, 512, "gzip"),
            TUNED),
        throughput(
            "records-100b",
            "100 B records, lz4, 64 KB batches",
            Load.of(PARTITIONS, 200, 100, "lz4"),
            TUNED),
        throughput(
            "records-10k",
            "10 KB records, lz4, 64 KB batches",
            Load.of(PARTITIONS, MEGABYTES, 10_000, "lz4"),
            TUNED),
        throughput(
            "batches-1k",
            "512 B JSON, lz4, batches of 1 KB",
            Load.of(PARTITIONS, 100, 512, "lz4").batches(1_200),
            EVERYBODY),
        throughput(
            "batches-5k",
            "512 B JSON, lz4, batches of 5 KB",
            Load.of(PARTITIONS, 200, 512, "lz4").batches(5_200),
            EVERYBODY),
        throughput(
            "partitions-1", "1 partition, lz4", Load.of(1, MEGABYTES, 512, "lz4"), TUNED),
        throughput(
            "partitions-100",
            "100 partitions, skewed, lz4",
            Load.of(100, MEGABYTES, 512, "lz4").skew(),
            TUNED),
        throughput(
            "partitions-1000",
            "1,000 partitions, skewed, lz4",
            Load.of(1_000, MEGABYTES, 512, "lz4").skew(),
            TUNED),
        throughput(
                "idle-10000",
                "10 busy partitions beside 10,000 idle ones",
                Load.of(10, 200, 512, "lz4"),
                List.of(Contenders.MM2_TUNED))
            .idle(10_000),
        throughput(
            "transactions",
            "transactional source, commit each 100 ms",
            Load.of(PARTITIONS, 200, 512, "lz4").inTransactions(),
            List.of(Contenders.MM2_TUNED, Contenders.MM2_EXACTLY_ONCE)),
        throughput(
                "link-0ms-100",
                "100 partitions through a proxy without delay",
                Load.of(100, MEGABYTES, 512, "lz4"),
                List.of(Contenders.MM2_TUNED))
            .over(near),
        throughput(
                "link-100ms-100",
                "100 partitions, 100 ms round trip to the source",
                Load.of(100, MEGABYTES, 512, "lz4"),
                List.of(Contenders.MM2_TUNED))
            .over(slow),
        throughput(
                "link-100ms-1",
                "1 partition, 100 ms round trip to the source",
                Load.of(1, SLOW_LINK_MEGABYTES, 512, "lz4"),
                List.of(Contenders.MM2_TUNED))
            .over(slow),
        throughput(
                "link-100mbit",
                "100 Mbit/s to the source",
                Load.of(PARTITIONS, SLOW_LINK_MEGABYTES, 512, "lz4"),
                List.of(Contenders.MM2_TUNED))
            .over(new Scenario.Link(Duration.ofNanos(2), 12_500_000)),
        latency("latency-1000", "1,000 records/s of 512 B, 4 partitions", PARTITIONS));
  }
}
