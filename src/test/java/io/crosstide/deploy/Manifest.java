package io.crosstide.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * One Kubernetes object as it was rendered.
 *
 * @param fields the object, as YAML has it
 */
public record Manifest(Map<String, Object> fields) {
  /** Every object of a stream of YAML documents. */
  static List<Manifest> parse(String yaml) {
    List<Manifest> all = new ArrayList<>();
    for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml)) {
      all.add(new Manifest(fieldsOf(document)));
    }
    return all;
  }

  public static List<Manifest> ofKind(List<Manifest> all, String kind) {
    return all.stream().filter(one -> one.kind().equals(kind)).toList();
  }

  String kind() {
    return text("kind");
  }

  String name() {
    return text("metadata", "name");
  }

  /** The text at a place, empty when there is none. */
  public String text(String... path) {
    return at(path).map(Object::toString).orElse("");
  }

  Map<String, Object> map(String... path) {
    return at(path).map(Manifest::fieldsOf).orElse(Map.of());
  }

  public List<Map<String, Object>> maps(String... path) {
    return at(path).map(Manifest::listOf).orElse(List.of());
  }

  /** What stands at a place, maps all the way. */
  Optional<Object> at(String... path) {
    Object value = fields;
    for (String key : path) {
      value = value instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return Optional.ofNullable(value);
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> fieldsOf(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> listOf(Object value) {
    return (List<Map<String, Object>>) value;
  }

  @Override
  public String toString() {
    return kind() + " " + name();
  }
}
