package io.crosstide.cli;

import static io.crosstide.cli.ImportCommandTest.BOTH;
import static io.crosstide.cli.ImportCommandTest.STRIMZI;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.topology.ConfigOwner;
import io.crosstide.topology.Flow;
import io.crosstide.topology.Isolation;
import io.crosstide.topology.Role;
import io.crosstide.topology.SecretSource;
import io.crosstide.topology.Side;
import io.crosstide.topology.StartPosition;
import io.crosstide.topology.SyncPolicy;
import io.crosstide.topology.TopologyReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether what is imported does as MirrorMaker 2 does. */
class ImportedTopologyTest {
  @TempDir Path dir;

  private final CommandRun run = new CommandRun();

  @Test
  void shouldTakeWhatIsSaidNearest() throws Exception {
    Flow flow =
        imported(
            """
            clusters = nyc, lon
            nyc.bootstrap.servers = nyc:9092
            lon.bootstrap.servers = lon:9092
            nyc->lon.enabled = true
            topics = everywhere
            nyc->lon.topics = here
            consumer.isolation.level = read_committed
            nyc.consumer.isolation.level = read_uncommitted
            lon.offset.storage.topic = positions
            """);

    assertThat(flow.plan("everywhere")).isEmpty();
    assertThat(flow.plan("here"))
        .hasValueSatisfying(
            plan -> {
              assertThat(plan.targetTopic()).isEqualTo("nyc.here");
              assertThat(plan.start())
                  .isEqualTo(new StartPosition.MirrorMaker(Optional.of("positions")));
              assertThat(plan.isolation()).isEqualTo(Isolation.READ_UNCOMMITTED);
              assertThat(plan.replicationFactor()).hasValue(2);
            });
  }

  @Test
  void shouldLeaveOutWhatMirrorMakerLeavesOut() throws Exception {
    Flow flow =
        imported(
            """
            clusters = nyc, lon
            nyc.bootstrap.servers = nyc:9092
            lon.bootstrap.servers = lon:9092
            nyc->lon.enabled = true
            topics = __audit, a.b, c
            """);

    assertThat(flow.plan("__audit")).isEmpty();
    assertThat(flow.plan("axb")).as("a dot is any character").isPresent();
    assertThat(flow.plan("c")).isPresent();
  }

  @Test
  void shouldLeaveOutAFlowWhoseListOfTopicsIsBlank() throws Exception {
    String back = "\nlon->nyc.enabled=true\nlon->nyc.topics=\nlon->nyc.replication.factor=3";
    Path file = Files.writeString(dir.resolve("mm2.properties"), BOTH + back);

    assertThat(run.execute("import", file.toString())).as(run.err()).isZero();

    assertThat(flows()).extracting(Flow::name).containsOnly("nyc->lon");
    assertThat(run.out())
        .contains("lon->nyc.topics (line 6): is blank, which matches no topic: the flow lon->nyc")
        .contains("lon->nyc.replication.factor (line 7): lon->nyc is not enabled, or takes no");
  }

  @Test
  void shouldLeaveConfigsToWhomMirrorMakerLeavesThem() throws Exception {
    Flow flow =
        imported(
            BOTH
                + """

                sync.topic.configs.enabled = false
                sync.topic.configs.interval.seconds = 120
                config.properties.exclude = retention\\\\.ms, segment.bytes, flush\\\\..*, min.insync.replicas
                """);

    SyncPolicy sync = flow.sync();
    assertThat(sync.configs().owner("retention.ms")).isEqualTo(ConfigOwner.TARGET);
    assertThat(sync.configs().owner("segment.bytes")).isEqualTo(ConfigOwner.TARGET);
    assertThat(sync.configs().owner("cleanup.policy")).isEqualTo(ConfigOwner.AT_CREATION);
    assertThat(sync.refresh()).isEqualTo(Duration.ofMinutes(2));
    assertThat(run.out())
        .contains("name under configs what [flush\\..*] matches")
        .contains("No longer excluded: unclean.leader.election.enable, which stay the target's");
  }

  /** MirrorMaker 2's topics bear no mark of the flow, which would call each of them a collision. */
  @ParameterizedTest
  @CsvSource({
    "DefaultReplicationPolicy, lon->nyc, true",
    "IdentityReplicationPolicy, par->lon, false",
    "IdentityReplicationPolicy, lon->par, true",
    "IdentityReplicationPolicy, lon->nyc, false",
  })
  void shouldAdoptWhatMirrorMakerHasCreated(String policy, String other, boolean adopts)
      throws Exception {
    String par = "\nclusters=nyc,lon,par\npar.bootstrap.servers=p:1\n";
    Flow flow = imported(BOTH + par + other + ".enabled=true\nreplication.policy.class=" + policy);

    assertThat(flow.name()).isEqualTo("nyc->lon");
    assertThat(flow.sync().configs().adopt()).isEqualTo(adopts);
    assertThat(run.out().contains("#   nyc->lon: leaves alone the configs of topics"))
        .isEqualTo(other.equals("lon->nyc") && !adopts);
  }

  @Test
  void shouldTakeWhatStrimziTellsTheSourceConnectorAlone() throws Exception {
    Flow flow =
        imported(
            STRIMZI.replace(
                "{ sourceCluster: nyc, targetCluster: lno }",
                """
                {
                  sourceCluster: nyc, targetCluster: lon, topicsPattern: orders,
                  sourceConnector: { config: { replication.factor: 3, topics: hidden } },
                  checkpointConnector: { config: {
                    replication.policy.class: com.example.Ours, replication.factor: 1,
                    sync.group.offsets.enabled: true, offsets.storage.topic: o } } },
                { sourceCluster: lon, targetCluster: nyc, heartbeatConnector: { config: {} } }
                """
                    .strip()));

    assertThat(flow.name()).isEqualTo("nyc->lon");
    assertThat(flow.plan("hidden")).isEmpty();
    assertThat(flow.plan("orders"))
        .hasValueSatisfying(
            plan -> {
              assertThat(plan.targetTopic()).isEqualTo("nyc.orders");
              assertThat(plan.replicationFactor()).hasValue(3);
            });
    assertThat(run.out())
        .contains("spec.mirrors[1]: has no sourceConnector and copies nothing: it is left out")
        .contains("sourceConnector.config.topics: topicsPattern stands over it")
        .contains("checkpointConnector.config.replication.policy.class: said to another connector")
        .contains("checkpointConnector.config.sync.group.offsets.enabled: offsets of consumer");
    assertThat(flows()).hasSize(1);
  }

  @Test
  void shouldNotTakeWhatMirrorMakerDoesNotReadThere() throws Exception {
    Flow flow =
        imported(
            BOTH
                + """

                nyc.topics = hidden
                nyc.replication.factor = 7
                consumer.isolation.level = read_uncommitted
                nyc.isolation.level = read_uncommitted
                nyc->lon.consumer.override.isolation.level = read_uncommitted
                producer.linger.ms = 50
                """);

    assertThat(flow.plan("orders"))
        .hasValueSatisfying(
            plan -> {
              assertThat(plan.isolation()).isEqualTo(Isolation.READ_COMMITTED);
              assertThat(plan.replicationFactor()).hasValue(2);
            });
    assertThat(flow.clientProperties(Side.TARGET, Role.PRODUCER).toString())
        .doesNotContain("linger.ms");
    String unread =
        run.out().substring(run.out().indexOf("Not known"), run.out().indexOf("Taken:"));
    assertThat(unread)
        .contains("nyc.topics (line 5): not read behind a cluster")
        .contains("nyc.replication.factor (line 6): not read behind a cluster")
        .contains("consumer.isolation.level (line 7): read behind CLUSTER.consumer.")
        .contains("nyc.isolation.level (line 8): read behind CLUSTER.consumer.")
        .contains("nyc->lon.consumer.override.isolation.level (line 9): read behind")
        .contains("producer.linger.ms (line 10): not read alone");
  }

  /** A cluster's consumer stands over a flow's, unless the flow says whose it means. */
  @ParameterizedTest
  @CsvSource({
    "consumer, READ_UNCOMMITTED",
    "source.consumer, READ_COMMITTED",
  })
  void shouldReadConsumersInMirrorMakersOrder(String scope, Isolation isolation) throws Exception {
    Flow flow =
        imported(
            BOTH
                + "\nnyc.consumer.isolation.level=read_uncommitted\nnyc.consumer.fetch.min.bytes=2"
                + "\nnyc->lon.%1$s.isolation.level=read_committed\nnyc->lon.%1$s.fetch.min.bytes=1"
                    .formatted(scope));

    assertThat(flow.plan("orders").orElseThrow().isolation()).isEqualTo(isolation);
    assertThat(flow.clientProperties(Side.SOURCE, Role.CONSUMER).resolve(SecretSource.ofProcess()))
        .containsEntry("fetch.min.bytes", isolation == Isolation.READ_UNCOMMITTED ? "2" : "1");
  }

  @ParameterizedTest
  @CsvSource({
    "a=b, 2",
    "emit.heartbeats.enabled=false, 1",
    "lon->nyc.emit.heartbeats.enabled=false, 1",
    "lon->nyc.enabled=false, 1",
  })
  void shouldEnableAllFlowsThatMirrorMakerLooksAt(String line, int flows) throws Exception {
    imported(BOTH + "\nenabled=true\n" + line);

    assertThat(flows()).hasSize(flows);
  }

  @ParameterizedTest
  @CsvSource({"tasks.max=1, true", "nyc->lon.sync.topic.acls.enabled=false, false"})
  void shouldTellThatMirrorMakerSyncsAclsUnlessItIsTold(String line, boolean told)
      throws Exception {
    imported(BOTH + "\n" + line);

    assertThat(run.out().contains("#   sync.topic.acls.enabled: true unless it is said: "))
        .isEqualTo(told);
  }

  /** The other direction may be of another file, and what MirrorMaker 2 wrote bears no mark. */
  @ParameterizedTest
  @CsvSource({
    "lon.orders,      nyc.orders, .",
    "par.lon.orders,  par.orders, .",
    "orders.lon.eu,   orders.lon, .",
    "lon_orders,      lon.orders, _",
    "par__lon__orders, par_lon_orders, __",
  })
  void shouldTakeNothingThatHasBeenAtTheTarget(String been, String other, String separator)
      throws Exception {
    Flow flow = imported(BOTH + "\nreplication.policy.separator = " + separator);

    assertThat(flow.plan(been)).isEmpty();
    assertThat(flow.plan(other)).isPresent();
    assertThat(run.out())
        .contains("#   nyc: no flow here writes at it.")
        .contains("say forward: true for the flows from it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DefaultReplicationPolicy", "IdentityReplicationPolicy"})
  void shouldTakeNothingThatMirrorMakerHoldsForInternal(String policy) throws Exception {
    String underscores = "\nreplication.policy.separator=_\nreplication.policy.class=" + policy;
    Flow flow = imported(BOTH + underscores);

    for (String internal :
        List.of(".hidden", "mm2-offset-syncs_lon_internal", "par_checkpoints_internal")) {
      assertThat(flow.plan(internal)).as(internal).isEmpty();
    }
    assertThat(flow.plan("orders_internal")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({".*, true", "'orders, payments', false", "a-internal, true"})
  void shouldTellWhatMirrorMakerHeldForInternalBefore(String topics, boolean told)
      throws Exception {
    imported(BOTH + "\ntopics = " + topics);

    assertThat(run.out().contains("MirrorMaker 2 before 4.0: took no topic whose name ends with"))
        .isEqualTo(told);
  }

  @Test
  void shouldNotSayOfKeptNamesThatTheyHaveBeenAtTheTarget() throws Exception {
    Flow flow = imported(BOTH + "\nreplication.policy.class = IdentityReplicationPolicy");

    assertThat(flow.plan("lon.orders")).isPresent();
  }

  private Flow imported(String properties) throws Exception {
    Path file = Files.writeString(dir.resolve("mm2.properties"), properties);
    assertThat(run.execute("import", file.toString())).as(run.err()).isZero();
    return flows().getFirst();
  }

  private List<Flow> flows() {
    return TopologyReader.read("imported", run.out()).topology().orElseThrow().flows();
  }
}
