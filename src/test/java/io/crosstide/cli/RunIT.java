package io.crosstide.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosstide.lab.LabCluster;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped program between two real clusters, as a container would run it. */
@Tag("program")
class RunIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int RECORDS = 500;

  @TempDir static Path dir;

  private static LabCluster nyc;
  private static LabCluster lon;
  private static Path topology;

  @BeforeAll
  static void startClusters() throws Exception {
    nyc = LabCluster.started("nyc");
    lon = LabCluster.started("lon");
    nyc.createTopic("orders", 2);
    topology = Files.writeString(dir.resolve("topology.yaml"), yaml());
  }

  @AfterAll
  static void stopClusters() {
    nyc.close();
    lon.close();
  }

  @Test
  void shouldMirrorServeAndStopWithZero() throws Exception {
    nyc.produce(
        IntStream.range(0, RECORDS)
            .mapToObj(
                i -> new ProducerRecord<>("orders", ("k" + i).getBytes(UTF_8), new byte[] {1}))
            .toList(),
        Map.of());
    try (RunningProgram program = run("nyc->lon", "--http-port", "0")) {
      awaitHttp(program);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(flow(program).get("records").intValue()).isEqualTo(RECORDS));
      assertThat(flow(program).get("lagRecords").intValue()).isZero();
      assertThat(program.get("/q/health/ready").statusCode()).isEqualTo(200);
      assertThat(program.get("/q/health/live").statusCode()).isEqualTo(200);
      assertThat(program.get("/q/metrics").body())
          .contains("crosstide_lag_records{flow=\"nyc->lon\",topic=\"orders\",partition=\"1\"} 0.0")
          .doesNotContain("crosstide_replication_latency_seconds_count{flow=\"nyc->lon\"} 0.0");
      assertThat(program.get("/").body()).contains("<title>", "page.js");
      assertThat(program.get("/page.js").statusCode()).isEqualTo(200);

      assertThat(program.terminate()).isZero();

      assertThat(program.log()).anyMatch(line -> line.contains("the flows have stopped"));
      assertThat(program.log()).allSatisfy(line -> new ObjectMapper().readTree(line));
    }
  }

  @Test
  void shouldNotBeReadyWhileTheTargetIsAwayAndRecoverByItself() throws Exception {
    try (RunningProgram program = run("nyc->lon", "--http-port", "0")) {
      awaitHttp(program);
      awaitReady(program, 200);

      lon.stop();
      try {
        awaitReady(program, 503);
        assertThat(program.get("/q/health/live").statusCode()).isEqualTo(200);
      } finally {
        lon.start();
      }

      awaitReady(program, 200);
      assertThat(program.terminate()).isZero();
    }
  }

  @Test
  void shouldSayThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        // Not the other flow: who ends while it joins a group keeps others waiting there.
        RunningProgram program =
            run("lon->nyc", "--http-port", Integer.toString(taken.getLocalPort()))) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.log())
          .anyMatch(
              line ->
                  line.startsWith("crosstide: cannot listen on 127.0.0.1:" + taken.getLocalPort()))
          .anyMatch(line -> line.contains("the flows have stopped"));
    }
  }

  private static RunningProgram run(String flow, String... options) throws Exception {
    List<String> words =
        List.of(
            "run", "--topology", topology.toString(), "--flow", flow, "--http-host", "127.0.0.1");
    return new RunningProgram(
        dir, Stream.concat(words.stream(), Arrays.stream(options)).toArray(String[]::new));
  }

  private static void awaitHttp(RunningProgram program) {
    await()
        .atMost(PATIENCE)
        .failFast(() -> assertThat(program.alive()).as("%s", program.log()).isTrue())
        .until(() -> program.httpPort().isPresent());
  }

  private static void awaitReady(RunningProgram program, int status) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(program.get("/q/health/ready"))
                    .satisfies(
                        answer ->
                            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status)));
  }

  private static JsonNode flow(RunningProgram program) throws Exception {
    return new ObjectMapper().readTree(program.get("/status").body()).get("flows").get(0);
  }

  private static String yaml() {
    return """
    clusters:
      nyc: { bootstrap: "%s" }
      lon: { bootstrap: "%s" }
    flows:
      nyc->lon: { include: [orders], replication-factor: 1, heartbeats: never }
      lon->nyc: { include: [none], replication-factor: 1, heartbeats: never }
    """
        .formatted(nyc.bootstrap(), lon.bootstrap());
  }
}
