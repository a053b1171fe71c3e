package io.crosstide.topology;

import io.crosstide.topology.Parsed.Fields;
import io.crosstide.topology.Shape.Group;
import io.crosstide.topology.Shape.Key;
import io.crosstide.topology.Shape.Mapping;
import io.crosstide.topology.Shape.Scalar;
import io.crosstide.topology.Shape.Sequence;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of a {@link SyncPolicy}. */
final class SyncShape {
  private static final ScalarType<String> CONFIG =
      ScalarTypes.matching("topic config or *", "([a-zA-Z0-9._-]{1,200}|\\*)");
  private static final ScalarType<String> PRINCIPAL =
      ScalarTypes.matching("principal, as User:app", "[^:/\\s][^:\\s]*:.+");
  private static final ScalarType<TopicMatcher> PRINCIPAL_MATCHER =
      new ScalarType<>(
          "principal or /regex/",
          SyncShape::principalMatcher,
          Map.of("type", "string", "pattern", "^(/.+/|[^:/\\s][^:\\s]*:.+)$"));

  private static final Key CONFIGS =
      new Key(
          "configs",
          new Mapping(CONFIG, new Scalar(ScalarTypes.choice(ConfigOwner.class, '-'))),
          false,
          "",
          "Whose a topic config is at the target: `source` (follows what is set at the source),"
              + " `at-creation` (new topics get what is set at the source, then it is the target's),"
              + " `target` (left alone, differences are shown) or `ignore`. `\"*\"` is every other"
              + " one.");
  private static final Key ADOPT =
      key(
          "adopt",
          ScalarTypes.FLAG,
          "false",
          "Whether configs of target topics that the flow did not create are kept in step, too.");
  private static final Key REFRESH =
      key(
          "sync-refresh",
          ScalarTypes.duration(Duration.ofSeconds(1), Duration.ofHours(24)),
          "1m",
          "How often configs and ACLs are compared.");
  private static final Key HEARTBEATS =
      key(
          "heartbeats",
          ScalarTypes.orNever(ScalarTypes.duration(Duration.ofMillis(500), Duration.ofHours(1))),
          "10s",
          "How often the flow writes a heartbeat into the topic `heartbeats` of its source, as"
              + " MirrorMaker 2 does, and mirrors it; or `never`.");
  private static final Key SYNC =
      key("sync", ScalarTypes.FLAG, "false", "Whether ACLs of mirrored topics are synced.");
  private static final Key GROUPS =
      key("groups", ScalarTypes.FLAG, "false", "Whether ACLs of consumer groups are, too.");
  private static final Key INCLUDE = list("include", "Whose ACLs. Preset: everybody's.");
  private static final Key EXCLUDE =
      list("exclude", "Whose ACLs not. Wins over `include`; name the flow's own principal here.");
  private static final Key RENAME =
      new Key(
          "rename",
          new Mapping(PRINCIPAL, new Scalar(PRINCIPAL)),
          false,
          "",
          "Principal at the source to principal at the target.");
  private static final Key ACLS =
      new Key(
          "acls",
          new Group(
              "acls",
              "Who may read what is mirrored.",
              List.of(SYNC, GROUPS, INCLUDE, EXCLUDE, RENAME),
              false),
          false,
          "",
          "The source's ACLs, for the target topics.");
  static final List<Key> KEYS = List.of(CONFIGS, ADOPT, ACLS, REFRESH, HEARTBEATS);

  private SyncShape() {}

  static SyncPolicy of(FlowDraft draft) {
    Map<String, ConfigOwner> owners = new LinkedHashMap<>();
    fields(draft, CONFIGS)
        .ifPresent(
            map ->
                map.fields()
                    .forEach(
                        (name, owner) ->
                            owners.put(name, Parsed.valueOf(owner, ConfigOwner.class))));
    return new SyncPolicy(
        new ConfigPolicy(owners, draft.value(ADOPT, Boolean.class)),
        acls(draft.within(ACLS)),
        draft.value(REFRESH, Duration.class),
        draft.value(HEARTBEATS, Duration.class));
  }

  private static AclPolicy acls(FlowDraft draft) {
    Map<String, String> renames = new LinkedHashMap<>();
    fields(draft, RENAME)
        .ifPresent(
            map ->
                map.fields()
                    .forEach((from, to) -> renames.put(from, Parsed.valueOf(to, String.class))));
    return new AclPolicy(
        draft.value(SYNC, Boolean.class),
        draft.value(GROUPS, Boolean.class),
        draft.items(INCLUDE, TopicMatcher.class),
        draft.items(EXCLUDE, TopicMatcher.class),
        renames);
  }

  private static Optional<Fields> fields(FlowDraft draft, Key key) {
    return draft.nearest(key).map(Fields.class::cast);
  }

  private static TopicMatcher principalMatcher(String text) {
    return text.startsWith("/") ? TopicMatcher.parse(text) : exact(PRINCIPAL.read(text));
  }

  private static TopicMatcher exact(String principal) {
    return new TopicMatcher.Exact(principal);
  }

  private static Key key(String name, ScalarType<?> type, String preset, String doc) {
    return new Key(name, new Scalar(type), false, preset, doc);
  }

  private static Key list(String name, String doc) {
    return new Key(name, new Sequence(new Scalar(PRINCIPAL_MATCHER)), false, "", doc);
  }
}
