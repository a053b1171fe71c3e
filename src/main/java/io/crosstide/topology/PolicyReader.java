package io.crosstide.topology;

import io.crosstide.topology.Parsed.Fields;
import io.crosstide.topology.Shape.Key;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Makes values of the model from checked pieces of the file. */
final class PolicyReader {
  private static final TopicMatcher EVERY_TOPIC = TopicMatcher.parse("/.*/");
  private static final Map<Role, Key> ROLE_KEYS =
      new EnumMap<>(
          Map.of(
              Role.ADMIN, TopologyShape.ADMIN_PROPERTIES,
              Role.CONSUMER, TopologyShape.CONSUMER_PROPERTIES,
              Role.PRODUCER, TopologyShape.PRODUCER_PROPERTIES));

  private PolicyReader() {}

  static FlowPolicy policy(FlowDraft draft) {
    return new FlowPolicy(
        new Selection(
            draft.nearest(TopologyShape.INCLUDE).isPresent()
                ? draft.items(TopologyShape.INCLUDE, TopicMatcher.class)
                : List.of(EVERY_TOPIC),
            draft.items(TopologyShape.EXCLUDE, TopicMatcher.class)),
        naming(draft),
        topicDefaults(draft),
        overrides(draft),
        limits(draft),
        draft.value(TopologyShape.FORWARD, Boolean.class),
        draft.value(TopologyShape.MERGE, Boolean.class),
        draft.value(TopologyShape.DELIVERY, Guarantee.class),
        draft.value(TopologyShape.TOPIC_REFRESH, Duration.class),
        SyncShape.of(draft),
        clientOfFlow(draft, TopologyShape.SOURCE),
        clientOfFlow(draft, TopologyShape.TARGET));
  }

  /** The client properties that stand directly in these fields. */
  static ClientSettings client(Fields fields) {
    Map<Role, Map<String, PropertyValue>> oneRole = new EnumMap<>(Role.class);
    ROLE_KEYS.forEach((role, key) -> oneRole.put(role, properties(fields, key)));
    return ClientSettings.of(properties(fields, TopologyShape.PROPERTIES), oneRole);
  }

  private static Map<String, PropertyValue> properties(Fields fields, Key key) {
    Map<String, PropertyValue> properties = new LinkedHashMap<>();
    fields
        .map(key)
        .ifPresent(
            map ->
                map.fields()
                    .forEach(
                        (name, value) ->
                            properties.put(
                                name,
                                new PropertyValue(
                                    Parsed.valueOf(value, String.class), value.place().path()))));
    return properties;
  }

  private static ClientSettings clientOfFlow(FlowDraft draft, Key side) {
    ClientSettings settings = ClientSettings.NONE;
    for (Fields layer : draft.layers().reversed()) {
      if (layer.map(side).isPresent()) {
        settings = client(layer.map(side).get()).over(settings);
      }
    }
    return settings;
  }

  private static Naming naming(FlowDraft draft) {
    Map<String, String> renames = new LinkedHashMap<>();
    draft
        .nearest(TopologyShape.RENAME)
        .map(Fields.class::cast)
        .ifPresent(
            map ->
                map.fields()
                    .forEach(
                        (source, target) ->
                            renames.put(source, Parsed.valueOf(target, String.class))));
    return new Naming(
        draft.value(TopologyShape.NAMING, Naming.Kind.class),
        draft.value(TopologyShape.SEPARATOR, String.class),
        renames);
  }

  private static TopicSettings topicDefaults(FlowDraft draft) {
    return new TopicSettings(
        draft.value(TopologyShape.START, StartPosition.class),
        draft.said(TopologyShape.REPLICATION_FACTOR, Integer.class).orElse(null),
        null,
        draft.value(TopologyShape.ISOLATION, Isolation.class),
        LossShape.of(draft));
  }

  /** Overrides of all layers, the nearest layer's first: the first that matches wins. */
  private static List<TopicSettings.Override> overrides(FlowDraft draft) {
    return draft.layers().stream()
        .flatMap(layer -> layer.list(TopologyShape.TOPICS).stream())
        .map(Fields.class::cast)
        .filter(entry -> entry.get(TopologyShape.MATCH).isPresent())
        .map(PolicyReader::override)
        .toList();
  }

  private static TopicSettings.Override override(Fields entry) {
    return new TopicSettings.Override(
        entry.value(TopologyShape.MATCH, TopicMatcher.class).orElseThrow(),
        new TopicSettings(
            entry.value(TopologyShape.START, StartPosition.class).orElse(null),
            entry.value(TopologyShape.REPLICATION_FACTOR, Integer.class).orElse(null),
            entry.value(TopologyShape.TOPIC_BYTES_PER_SECOND, Long.class).orElse(null),
            entry.value(TopologyShape.ISOLATION, Isolation.class).orElse(null),
            LossShape.of(entry)));
  }

  private static Limits limits(FlowDraft draft) {
    FlowDraft limits = draft.within(TopologyShape.LIMITS);
    return new Limits(
        limits
            .said(TopologyShape.FLOW_BYTES_PER_SECOND, Long.class)
            .map(OptionalLong::of)
            .orElseGet(OptionalLong::empty),
        limits.value(TopologyShape.BUFFER_BYTES, Long.class));
  }
}
