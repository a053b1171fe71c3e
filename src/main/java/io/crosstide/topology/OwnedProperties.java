package io.crosstide.topology;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Client properties that the mirror sets itself, because being right depends on them. */
public final class OwnedProperties {
  private static final String MIRROR_OWNS = "remove it: the mirror sets it itself";
  private static final String BYTES_UNTOUCHED =
      "remove it: records are copied as bytes, never serialized";
  private static final String BATCHES_KEPT =
      "remove it: batches keep the compression they have at the source";

  private static final Map<String, String> EVERY_ROLE =
      Map.of(ClientProperties.BOOTSTRAP, "set \"bootstrap\" of the cluster");
  private static final Map<String, String> CONSUMER =
      Map.ofEntries(
          Map.entry("isolation.level", "set \"isolation\" of the flow"),
          Map.entry("auto.offset.reset", "set \"start\" of the flow"),
          Map.entry("group.id", MIRROR_OWNS),
          Map.entry("group.instance.id", MIRROR_OWNS),
          Map.entry("partition.assignment.strategy", MIRROR_OWNS),
          Map.entry("enable.auto.commit", MIRROR_OWNS),
          Map.entry("allow.auto.create.topics", MIRROR_OWNS),
          Map.entry("interceptor.classes", BYTES_UNTOUCHED),
          Map.entry("key.deserializer", BYTES_UNTOUCHED),
          Map.entry("value.deserializer", BYTES_UNTOUCHED));
  private static final Map<String, String> PRODUCER =
      Map.ofEntries(
          Map.entry("enable.idempotence", MIRROR_OWNS),
          Map.entry("transactional.id", MIRROR_OWNS),
          Map.entry("acks", MIRROR_OWNS),
          Map.entry("max.in.flight.requests.per.connection", MIRROR_OWNS),
          Map.entry("partitioner.class", "remove it: a record keeps its partition"),
          Map.entry("compression.type", BATCHES_KEPT),
          Map.entry("interceptor.classes", BYTES_UNTOUCHED),
          Map.entry("key.serializer", BYTES_UNTOUCHED),
          Map.entry("value.serializer", BYTES_UNTOUCHED));

  private OwnedProperties() {}

  /** What to do instead of setting it for a client of one of these roles; empty when it may be. */
  public static Optional<String> mend(String property, Role... roles) {
    return Optional.ofNullable(owned(roles).get(property));
  }

  /** Throws {@link BadValueException} when a client of one of these roles may not be given it. */
  static void refuse(String property, Role... roles) {
    mend(property, roles)
        .ifPresent(
            mend -> {
              throw new BadValueException("\"" + property + "\" can't be set here", mend);
            });
  }

  /** Sorted, for the schema. */
  static List<String> names(Role... roles) {
    return List.copyOf(owned(roles).keySet());
  }

  private static Map<String, String> owned(Role... roles) {
    Set<Role> wanted = new HashSet<>(Arrays.asList(roles));
    Map<String, String> owned = new TreeMap<>(EVERY_ROLE);
    if (wanted.contains(Role.CONSUMER)) {
      owned.putAll(CONSUMER);
    }
    if (wanted.contains(Role.PRODUCER)) {
      owned.putAll(PRODUCER);
    }
    return owned;
  }
}
