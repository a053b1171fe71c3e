package io.crosstide.topology;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How a flow names topics at its target.
 *
 * @param kind prefix with the source's alias, or the same name
 * @param separator between alias and name; used by {@link Kind#PREFIX}
 * @param renames source name to target name, instead of what {@code kind} would give
 */
record Naming(Kind kind, String separator, Map<String, String> renames) {
  enum Kind {
    PREFIX,
    IDENTITY
  }

  Naming {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(separator, "separator");
    renames = Collections.unmodifiableMap(new LinkedHashMap<>(renames));
  }

  /** What this flow writes in front of names, empty when it keeps them. */
  String prefix(String sourceAlias) {
    return switch (kind) {
      case PREFIX -> sourceAlias + separator;
      case IDENTITY -> "";
    };
  }

  String targetName(String sourceAlias, String topic) {
    String renamed = renames.get(topic);
    return renamed != null ? renamed : prefix(sourceAlias) + topic;
  }
}
