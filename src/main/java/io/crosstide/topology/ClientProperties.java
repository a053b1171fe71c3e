package io.crosstide.topology;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The properties of one Kafka client. Placeholders are filled in by {@link #resolve}, when the
 * client is made and not before, so that no secret lies about; {@link #toString} shows none.
 */
public final class ClientProperties {
  static final String BOOTSTRAP = "bootstrap.servers";

  private final Map<String, PropertyValue> values;

  private ClientProperties(Map<String, PropertyValue> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  static ClientProperties of(Cluster cluster, ClientSettings flow, Role role) {
    Map<String, PropertyValue> values = new LinkedHashMap<>();
    values.put(
        BOOTSTRAP,
        new PropertyValue(cluster.bootstrap(), "clusters." + cluster.alias() + ".bootstrap"));
    values.putAll(flow.over(cluster.client()).of(role));
    return new ClientProperties(values);
  }

  /**
   * Every property with its placeholders filled in, {@code bootstrap.servers} among them.
   *
   * @throws UnresolvedPlaceholderException when a variable or file is missing; its message names
   *     the place in the topology file and never a value
   */
  public Map<String, String> resolve(SecretSource secrets) {
    Map<String, String> resolved = new LinkedHashMap<>();
    values.forEach((name, value) -> resolved.put(name, Placeholder.fill(value, secrets)));
    return resolved;
  }

  /** Equal when the client gets the same; where in the file it stands makes no difference. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ClientProperties properties
        && PropertyValue.texts(values).equals(PropertyValue.texts(properties.values));
  }

  @Override
  public int hashCode() {
    return PropertyValue.texts(values).hashCode();
  }

  /** Names and values, {@code ***} for what came from a placeholder or looks like a secret. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "{", "}");
    values.forEach((name, value) -> text.add(name + "=" + shown(name, value.text())));
    return text.toString();
  }

  private static String shown(String name, String value) {
    return Placeholder.in(value) || SecretNames.secret(name) ? "***" : value;
  }
}
