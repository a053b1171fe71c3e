package io.crosstide.lab.demo;

import io.crosstide.lab.Ports;
import io.crosstide.lab.Program;
import io.crosstide.lab.TrafficSpec;
import io.crosstide.lab.TrafficTopic;
import io.crosstide.topology.Problem;
import io.crosstide.topology.ReadResult;
import io.crosstide.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that runs in a demo: brokers, mirror, traffic, and the directory that holds their
 * files. {@link #close} ends all of it, in the opposite order, and may be called at any moment from
 * any thread.
 */
final class Stage implements AutoCloseable {
  private static final int MAX_PORTS_TRIED = 100;

  private final DemoOptions options;
  private final Topology topology;
  private final DemoClusters clusters;
  private final Map<String, List<TrafficTopic>> topics;
  private final StatusClient status;
  private final MirrorProcess mirror;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private DemoTraffic traffic;

  private Stage(
      DemoOptions options, Function<Path, ReadResult> reader, Program program, Path dir) {
    this.options = options;
    String yaml = read(options.topology());
    Topology original = usable(reader.apply(options.topology()));
    this.clusters = new DemoClusters(original.clusters().keySet(), dir);
    Path copy = dir.resolve("topology.yaml");
    write(copy, LocalTopology.rewrite(yaml, clusters.bootstrap()));
    this.topology = usable(reader.apply(copy));
    this.topics = DemoTopics.of(topology, LocalTopology.mentionedTopics(yaml));
    int port = freePort(options.port());
    this.status = new StatusClient(port);
    this.mirror = new MirrorProcess(program, copy, port, dir.resolve("mirror.log"));
  }

  /**
   * Reads the topology and lays everything out; nothing runs yet.
   *
   * @param dir exists; the caller deletes it
   * @throws DemoFailedException when the topology can't be used
   */
  static Stage of(
      DemoOptions options, Function<Path, ReadResult> reader, Program program, Path dir) {
    return new Stage(options, reader, program, dir);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new DemoFailedException("can't read " + file, e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Topology usable(ReadResult result) {
    return result
        .topology()
        .orElseThrow(
            () ->
                new DemoFailedException(
                    result.problems().stream()
                        .map(Problem::format)
                        .collect(Collectors.joining("\n"))));
  }

  private static int freePort(int first) {
    for (int port = first; port < first + MAX_PORTS_TRIED && port <= 65_535; port++) {
      if (Ports.isFree(port)) {
        return port;
      }
    }
    throw new DemoFailedException("no free HTTP port from " + first + " on");
  }

  /** Starts brokers and mirror, and makes the topics; traffic comes later. */
  void start() {
    begin(clusters, clusters::start);
    clusters.createTopics(topics);
    begin(mirror, mirror::start);
    begin(status, () -> {});
  }

  /** Starts the traffic: so many records per cluster, or {@link TrafficSpec#ENDLESS}. */
  DemoTraffic startTraffic(long records) {
    traffic = new DemoTraffic(clusters, topics, options.seed(), records, options.rate());
    begin(traffic, traffic::start);
    return traffic;
  }

  private void begin(AutoCloseable part, Runnable start) {
    synchronized (open) {
      if (stopping()) {
        throw new DemoFailedException("stopped");
      }
      open.push(part);
    }
    start.run();
  }

  boolean stopping() {
    return closing.getCount() == 0;
  }

  /** Waits; true when the demo is being stopped meanwhile. */
  boolean pause(long ms) {
    try {
      return closing.await(ms, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /**
   * @throws DemoFailedException when the mirror or a producer is gone
   */
  void throwFailure() {
    // Ctrl-C reaches the mirror as well, and it may be gone a moment before this process knows.
    if (!mirror.alive() && !pause(1_000)) {
      throw new DemoFailedException("the mirror ended by itself: " + mirror.lastWords());
    }
    if (traffic != null) {
      traffic.throwFailure();
    }
  }

  DemoOptions options() {
    return options;
  }

  Topology topology() {
    return topology;
  }

  DemoClusters clusters() {
    return clusters;
  }

  Map<String, List<TrafficTopic>> topics() {
    return topics;
  }

  StatusClient status() {
    return status;
  }

  MirrorProcess mirror() {
    return mirror;
  }

  @Override
  public void close() {
    closing.countDown();
    synchronized (open) {
      while (!open.isEmpty()) {
        try {
          open.pop().close();
        } catch (Exception e) {
          System.err.println("while stopping: " + e);
        }
      }
    }
  }
}
