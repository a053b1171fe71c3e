package io.crosstide.topology;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Kafka client properties per role, in layers: the nearer layer wins, key by key. */
public final class ClientSettings {
  public static final ClientSettings NONE = new ClientSettings(new EnumMap<>(Role.class));

  private final Map<Role, Map<String, PropertyValue>> byRole;

  private ClientSettings(Map<Role, Map<String, PropertyValue>> byRole) {
    this.byRole = byRole;
  }

  /** One layer: what holds for every role, and over it what holds for one. */
  static ClientSettings of(
      Map<String, PropertyValue> everyRole, Map<Role, Map<String, PropertyValue>> oneRole) {
    Map<Role, Map<String, PropertyValue>> byRole = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      byRole.put(role, laid(everyRole, oneRole.getOrDefault(role, Map.of())));
    }
    return new ClientSettings(byRole);
  }

  /** This layer on top of another. */
  ClientSettings over(ClientSettings lower) {
    Map<Role, Map<String, PropertyValue>> both = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      both.put(role, laid(lower.of(role), of(role)));
    }
    return new ClientSettings(both);
  }

  Map<String, PropertyValue> of(Role role) {
    return byRole.getOrDefault(role, Map.of());
  }

  private static Map<String, PropertyValue> laid(
      Map<String, PropertyValue> lower, Map<String, PropertyValue> upper) {
    Map<String, PropertyValue> both = new LinkedHashMap<>(lower);
    both.putAll(upper);
    return Collections.unmodifiableMap(both);
  }

  private Map<Role, Map<String, String>> texts() {
    Map<Role, Map<String, String>> texts = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      texts.put(role, PropertyValue.texts(of(role)));
    }
    return texts;
  }

  /** Equal when clients get the same; where in the file it stands makes no difference. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ClientSettings settings && texts().equals(settings.texts());
  }

  @Override
  public int hashCode() {
    return texts().hashCode();
  }

  /** Names only: values may be secrets. */
  @Override
  public String toString() {
    Map<Role, Object> names = new EnumMap<>(Role.class);
    byRole.forEach((role, properties) -> names.put(role, properties.keySet()));
    return names.toString();
  }
}
