package io.crosstide.flow;

import static io.crosstide.flow.TwoClusters.PATIENCE;
import static io.crosstide.flow.TwoClusters.records;
import static org.awaitility.Awaitility.await;

import io.crosstide.kafka.GuardedCluster;
import io.crosstide.lab.LabCluster;
import io.crosstide.status.FlowStatus;
import io.crosstide.status.LaneStatus;
import io.crosstide.topology.Side;
import io.crosstide.topology.TopologyReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** A flow's life between two clusters on which its principal may do only what was granted. */
final class GuardedLife implements AutoCloseable {
  /** How a flow says that it lacks a right. */
  static final Pattern SAID =
      Pattern.compile("AUTHORIZATION_FAILED|is not allowed|needs? DESCRIBE_CONFIGS|READ is needed");

  /** Client properties of the principal mirror, as YAML. */
  static final String AS_MIRROR =
      "{ security.protocol: SASL_PLAINTEXT, sasl.mechanism: PLAIN, sasl.jaas.config:"
          + " 'org.apache.kafka.common.security.plain.PlainLoginModule required"
          + " username=\"mirror\" password=\"secret\";' }";

  /** Two of orders, one of heartbeats. */
  private static final int LANES = 3;

  private final Path dir;
  private final LabCluster nyc;
  private final LabCluster lon;

  /**
   * @param dir for its topology alone
   */
  GuardedLife(Path dir) {
    this.dir = dir;
    nyc = GuardedCluster.started("nyc");
    lon = GuardedCluster.started("lon");
    nyc.createTopic("orders", 1);
    nyc.produce(records("orders", 0, 40), Map.of());
    lon.createTopic("mm2-offsets.nyc.internal", 1);
    lon.produce(List.of(offsetOfAnotherTopic()), Map.of());
  }

  /** All the rights that such a flow needs. */
  static List<Right> rights() {
    var read = TopologyReader.read("rights.yaml", yaml("nyc:9092", "lon:9092"));
    return RequiredRights.of(read.topology().orElseThrow().flows().getFirst());
  }

  LabCluster target() {
    return lon;
  }

  /** MirrorMaker 2 was here, and has not copied what the flow copies. */
  private static ProducerRecord<byte[], byte[]> offsetOfAnotherTopic() {
    String key =
        "[\"MirrorSourceConnector\",{\"cluster\":\"nyc\",\"partition\":0,\"topic\":\"others\"}]";
    return new ProducerRecord<>(
        "mm2-offsets.nyc.internal", TwoClusters.bytes(key), TwoClusters.bytes("{\"offset\":1}"));
  }

  /**
   * A first start, another config, more partitions, a refused record, a second start: up to the
   * first trouble.
   */
  List<String> trouble() throws Exception {
    try (Engine engine = engine()) {
      List<String> trouble = outcome(engine, flow -> copied(flow, 40) && beats(flow));
      if (!trouble.isEmpty()) {
        return trouble;
      }
      alter(nyc, "orders", "retention.ms", "123456789");
      trouble = outcome(engine, flow -> "123456789".equals(config("nyc.orders", "retention.ms")));
      if (!trouble.isEmpty()) {
        return trouble;
      }
      nyc.admin().createPartitions(Map.of("orders", NewPartitions.increaseTo(2))).all().get();
      nyc.produce(records("orders", 40, 40), Map.of());
      alter(lon, "nyc.orders", "max.message.bytes", "1000");
      nyc.produce(List.of(new ProducerRecord<>("orders", 1, null, new byte[20_000])), Map.of());
      trouble = outcome(engine, flow -> copied(flow, 80) && flow.lanes().size() == LANES);
      if (!trouble.isEmpty()) {
        return trouble;
      }
    }
    try (Engine engine = engine()) {
      return outcome(
          engine, flow -> copied(flow, 0) && flow.lanes().size() == LANES && beats(flow));
    }
  }

  private static boolean beats(FlowStatus flow) {
    return flow.lanes().stream()
        .filter(lane -> lane.topic().equals("heartbeats"))
        .anyMatch(lane -> lane.state().equals("copying") && lane.records() > 0);
  }

  private static void alter(LabCluster cluster, String topic, String config, String value)
      throws Exception {
    var set = new AlterConfigOp(new ConfigEntry(config, value), AlterConfigOp.OpType.SET);
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    cluster.admin().incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
  }

  private String config(String topic, String key) {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      return lon.admin()
          .describeConfigs(Set.of(resource))
          .all()
          .get()
          .get(resource)
          .get(key)
          .value();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Engine engine() {
    return TwoClusters.engine(dir, yaml(nyc.bootstrap("GUARDED"), lon.bootstrap("GUARDED")));
  }

  /** Heartbeats don't count: there is always a next one. */
  private static boolean copied(FlowStatus flow, long records) {
    List<LaneStatus> orders =
        flow.lanes().stream().filter(lane -> lane.topic().equals("orders")).toList();
    return !orders.isEmpty()
        && orders.stream().allMatch(lane -> lane.lagRecords() == 0)
        && orders.stream().mapToLong(lane -> lane.records()).sum() >= records;
  }

  /** What the flow complains of for lack of a right; empty once it is where it should be. */
  private static List<String> outcome(Engine engine, Predicate<FlowStatus> well) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              FlowStatus flow = engine.snapshot().flows().getFirst();
              return well.test(flow) || !complaints(flow).isEmpty();
            });
    return complaints(engine.snapshot().flows().getFirst());
  }

  private static List<String> complaints(FlowStatus flow) {
    return Stream.concat(
            flow.conditions().stream(), flow.lanes().stream().map(lane -> lane.reason()))
        .filter(SAID.asPredicate())
        .toList();
  }

  void grant(Right right) throws Exception {
    LabCluster cluster = right.side() == Side.SOURCE ? nyc : lon;
    cluster.admin().createAcls(List.of(acl("User:mirror", right))).all().get();
  }

  /** The ACL that grants a right. */
  static AclBinding acl(String principal, Right right) {
    var resource =
        new ResourcePattern(
            ResourceType.valueOf(right.resource().name()),
            right.pattern().text(),
            right.pattern().prefixed() ? PatternType.PREFIXED : PatternType.LITERAL);
    var entry =
        new AccessControlEntry(
            principal,
            "*",
            AclOperation.valueOf(right.operation().name()),
            AclPermissionType.ALLOW);
    return new AclBinding(resource, entry);
  }

  @Override
  public void close() {
    nyc.close();
    lon.close();
  }

  private static String yaml(String source, String target) {
    return """
    clusters:
      nyc: { bootstrap: "%s" }
      lon: { bootstrap: "%s" }
    defaults:
      include: [orders]
      topic-refresh: 500ms
      sync-refresh: 1s
      heartbeats: 500ms
      on-refused: quarantine
      start: mirror-maker
      properties: %s
    flows:
      nyc->lon: {}
    """
        .formatted(source, target, AS_MIRROR);
  }
}
