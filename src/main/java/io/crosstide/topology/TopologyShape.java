package io.crosstide.topology;

import static io.crosstide.topology.Role.ADMIN;
import static io.crosstide.topology.Role.CONSUMER;
import static io.crosstide.topology.Role.PRODUCER;

import io.crosstide.topology.Shape.Group;
import io.crosstide.topology.Shape.Key;
import io.crosstide.topology.Shape.Mapping;
import io.crosstide.topology.Shape.Scalar;
import io.crosstide.topology.Shape.Sequence;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Every key of a topology file: name, type, preset and meaning, said once. */
final class TopologyShape {
  /** Which way a hub and its spokes are connected. */
  enum Direction {
    FAN_IN,
    FAN_OUT,
    BOTH
  }

  static final Key INCLUDE =
      list("include", ScalarTypes.TOPIC_MATCHER, "Topics to mirror. Preset: every topic.");
  static final Key EXCLUDE =
      list(
          "exclude",
          ScalarTypes.TOPIC_MATCHER,
          "Topics to leave alone, beside those that are excluded by default. Wins over `include`.");
  static final Key NAMING =
      key(
          "naming",
          ScalarTypes.choice(Naming.Kind.class, '-'),
          "prefix",
          "Name at the target: `prefix` puts the source's alias in front, `identity` keeps it.");
  static final Key SEPARATOR =
      key("separator", ScalarTypes.SEPARATOR, ".", "What stands between prefix and name.");
  static final Key RENAME =
      new Key(
          "rename",
          new Mapping(ScalarTypes.TOPIC, new Scalar(ScalarTypes.TOPIC)),
          false,
          "",
          "Source name to target name, instead of `naming`. Does not select: see `include`.");
  static final Key START =
      key(
          "start",
          ScalarTypes.START,
          "earliest",
          "Where a partition begins that was never mirrored. An instant is written"
              + " 2026-11-01T00:00:00Z; `mirror-maker` is behind what MirrorMaker 2 has copied,"
              + " `mirror-maker:TOPIC` names its topic of offsets.");
  static final Key REPLICATION_FACTOR =
      key(
          "replication-factor",
          ScalarTypes.count(1, Short.MAX_VALUE),
          "",
          "Of topics that the mirror creates. Without it: the target cluster's default.");
  static final Key ISOLATION =
      key(
          "isolation",
          ScalarTypes.choice(Isolation.class, '_'),
          "read_committed",
          "`read_uncommitted` also copies records of open and aborted transactions.");
  static final Key TOPIC_BYTES_PER_SECOND =
      key(
          "bytes-per-second",
          ScalarTypes.bytes(1),
          "",
          "Most that one instance sends of one topic. Without it: no limit.");
  static final Key MATCH =
      new Key(
          "match",
          new Scalar(ScalarTypes.TOPIC_MATCHER),
          true,
          "",
          "Which topics this is for, by their names at the source.");
  static final Group TOPIC_OVERRIDE =
      new Group(
          "topic",
          "An entry of `topics`.",
          joined(
              List.of(MATCH, START, REPLICATION_FACTOR, ISOLATION, TOPIC_BYTES_PER_SECOND),
              LossShape.KEYS),
          false);
  static final Key TOPICS =
      new Key(
          "topics",
          new Sequence(TOPIC_OVERRIDE),
          false,
          "",
          "Settings for single topics. Per key, the first entry that matches and has it wins.");
  static final Key FLOW_BYTES_PER_SECOND =
      key(
          "bytes-per-second",
          ScalarTypes.bytes(1),
          "",
          "Most that one instance sends. Without it: no limit.");
  static final Key BUFFER_BYTES =
      key(
          "buffer-bytes",
          ScalarTypes.bytes(Limits.MIN_BUFFER_BYTES),
          "32MiB",
          "Fetched and not yet acknowledged by the target, per instance.");
  static final Key LIMITS =
      new Key(
          "limits",
          group("limits", "Bounds of a flow.", FLOW_BYTES_PER_SECOND, BUFFER_BYTES),
          false,
          "",
          "Bounds of one instance of the flow.");
  static final Key FORWARD =
      key(
          "forward",
          ScalarTypes.FLAG,
          "false",
          "Whether what was mirrored into the source is passed on. Without it a flow takes only"
              + " what applications wrote there.");
  static final Key MERGE =
      key(
          "merge",
          ScalarTypes.FLAG,
          "false",
          "Whether other flows may write the same target topics. All of them must say so.");
  static final Key DELIVERY =
      key(
          "delivery",
          ScalarTypes.choice(Guarantee.class, '-'),
          "strongest",
          "`strongest`: exactly once, or at least once where the target grants no transactional"
              + " ids; status says which. `exactly-once` refuses to copy there.");
  static final Key TOPIC_REFRESH =
      key(
          "topic-refresh",
          ScalarTypes.duration(Duration.ofMillis(500), Duration.ofHours(1)),
          "5s",
          "How often new topics and partitions are looked for.");

  static final Key PROPERTIES =
      properties("properties", "Kafka client properties of every role.", Role.values());
  static final Key ADMIN_PROPERTIES = properties("admin", "Of admin clients only.", ADMIN);
  static final Key CONSUMER_PROPERTIES = properties("consumer", "Of consumers only.", CONSUMER);
  static final Key PRODUCER_PROPERTIES = properties("producer", "Of producers only.", PRODUCER);
  private static final List<Key> CLIENT_KEYS =
      List.of(PROPERTIES, ADMIN_PROPERTIES, CONSUMER_PROPERTIES, PRODUCER_PROPERTIES);
  private static final Group CLIENT =
      new Group("client", "Client properties of a flow.", CLIENT_KEYS, false);
  static final Key SOURCE =
      new Key("source", CLIENT, false, "", "Properties of the flow's clients of its source.");
  static final Key TARGET =
      new Key("target", CLIENT, false, "", "Properties of the flow's clients of its target.");

  private static final List<Key> SETTINGS =
      Stream.of(
              List.of(
                  INCLUDE,
                  EXCLUDE,
                  NAMING,
                  SEPARATOR,
                  RENAME,
                  START,
                  REPLICATION_FACTOR,
                  ISOLATION),
              LossShape.KEYS,
              List.of(LIMITS, FORWARD, MERGE, DELIVERY, TOPIC_REFRESH),
              SyncShape.KEYS,
              List.of(TOPICS))
          .flatMap(List::stream)
          .toList();
  private static final List<Key> FLOW_KEYS = joined(SETTINGS, List.of(SOURCE, TARGET));

  static final Key HUB = required("hub", ScalarTypes.ALIAS, "The cluster in the middle.");
  static final Key SPOKES =
      new Key(
          "spokes",
          new Sequence(new Scalar(ScalarTypes.ALIAS)),
          true,
          "",
          "The clusters around it.");
  static final Key DIRECTION =
      required(
          "direction",
          ScalarTypes.choice(Direction.class, '-'),
          "`fan-in`: from the spokes to the hub; `fan-out`: from the hub to the spokes; `both`.");
  static final Key MESH =
      new Key(
          "clusters",
          new Sequence(new Scalar(ScalarTypes.ALIAS)),
          true,
          "",
          "The clusters; there is a flow from each to each.");
  static final Key ACTIVE =
      required("active", ScalarTypes.ALIAS, "The cluster that applications use.");
  static final Key STANDBY = required("standby", ScalarTypes.ALIAS, "The cluster that takes over.");
  static final Key HUB_AND_SPOKE =
      pattern("hub-and-spoke", "One hub and its spokes.", HUB, SPOKES, DIRECTION);
  static final Key ACTIVE_ACTIVE =
      pattern("active-active", "Every cluster mirrors to every other one.", MESH);
  static final Key ACTIVE_STANDBY =
      pattern("active-standby", "One flow, from active to standby.", ACTIVE, STANDBY);

  static final Key BOOTSTRAP =
      required(
          "bootstrap", ScalarTypes.BOOTSTRAP, "Brokers to connect to first: `host:port, ...`.");
  static final Key CLUSTERS =
      new Key(
          "clusters",
          new Mapping(
              ScalarTypes.ALIAS,
              new Group(
                  "cluster", "A Kafka cluster.", joined(List.of(BOOTSTRAP), CLIENT_KEYS), false)),
          true,
          "",
          "The Kafka clusters, by alias. Aliases become prefixes, and names of flows.");
  static final Key DEFAULTS =
      new Key(
          "defaults",
          new Group(
              "defaults",
              "What holds unless something nearer says otherwise.",
              joined(SETTINGS, CLIENT_KEYS),
              false),
          false,
          "",
          "Settings of every flow, and client properties of every cluster.");
  static final Key PATTERNS =
      new Key(
          "patterns",
          new Sequence(
              new Group(
                  "pattern",
                  "An entry of `patterns`: one of these.",
                  List.of(HUB_AND_SPOKE, ACTIVE_ACTIVE, ACTIVE_STANDBY),
                  true)),
          false,
          "",
          "Shapes that expand to flows.");
  static final Key FLOWS =
      new Key(
          "flows",
          new Mapping(
              ScalarTypes.FLOW,
              new Group("flow", "A flow, or settings for one of a pattern.", FLOW_KEYS, false)),
          false,
          "",
          "Single flows, `nyc->lon`, and settings for flows that a pattern made. `\"hq->*\"` and"
              + " `\"*->hq\"` set something for all of them.");
  static final Group ROOT =
      group("topology", "The whole file.", CLUSTERS, DEFAULTS, PATTERNS, FLOWS);

  private TopologyShape() {}

  private static Group group(String name, String doc, Key... keys) {
    return new Group(name, doc, List.of(keys), false);
  }

  private static Key key(String name, ScalarType<?> type, String preset, String doc) {
    return new Key(name, new Scalar(type), false, preset, doc);
  }

  private static Key required(String name, ScalarType<?> type, String doc) {
    return new Key(name, new Scalar(type), true, "", doc);
  }

  private static Key list(String name, ScalarType<?> type, String doc) {
    return new Key(name, new Sequence(new Scalar(type)), false, "", doc);
  }

  private static Key properties(String name, String doc, Role... roles) {
    return new Key(
        name,
        new Mapping(ScalarTypes.propertyName(roles), new Scalar(ScalarTypes.PROPERTY_VALUE)),
        false,
        "",
        doc);
  }

  private static Key pattern(String name, String doc, Key... own) {
    return new Key(
        name, new Group(name, doc, joined(List.of(own), SETTINGS), false), false, "", doc);
  }

  private static List<Key> joined(List<Key> first, List<Key> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
