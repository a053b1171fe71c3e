package io.crosstide.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The JSON Schema of topology files, for editors: completion, and marks under what is wrong. It
 * says what the reader checks key by key; what only the whole graph shows is left to {@code
 * validate}.
 */
public final class TopologySchema {
  private final Map<String, Object> definitions = new LinkedHashMap<>();

  private TopologySchema() {}

  /** The schema, draft 2020-12, ending with a line end. */
  public static String json() {
    TopologySchema schema = new TopologySchema();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    document.put("title", "Crosstide topology");
    document.putAll(schema.body(TopologyShape.ROOT));
    document.put("$defs", schema.definitions);
    try {
      return new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(document)
              .replace(System.lineSeparator(), "\n")
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps and texts can always be written", e);
    }
  }

  private Map<String, Object> of(Shape shape) {
    return switch (shape) {
      case Shape.Scalar scalar -> inOrder(scalar.type().schema());
      case Shape.Sequence sequence ->
          ordered("type", "array", "items", of(sequence.element()), "minItems", 1);
      case Shape.Mapping mapping ->
          ordered(
              "type",
              List.of("object", "null"),
              "propertyNames",
              inOrder(mapping.keys().schema()),
              "additionalProperties",
              of(mapping.values()));
      case Shape.Group group -> {
        if (!definitions.containsKey(group.name())) {
          definitions.put(group.name(), Map.of());
          definitions.put(group.name(), body(group));
        }
        yield Map.of("$ref", "#/$defs/" + group.name());
      }
    };
  }

  private Map<String, Object> body(Shape.Group group) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Shape.Key key : group.keys()) {
      properties.put(key.name(), described(key));
    }
    List<String> required =
        group.keys().stream().filter(Shape.Key::required).map(Shape.Key::name).toList();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", required.isEmpty() ? List.of("object", "null") : "object");
    body.put("description", group.doc());
    body.put("properties", properties);
    body.put("additionalProperties", false);
    if (!required.isEmpty()) {
      body.put("required", required);
    }
    if (group.exactlyOne()) {
      body.put("type", "object");
      body.put("minProperties", 1);
      body.put("maxProperties", 1);
    }
    return body;
  }

  private Map<String, Object> described(Shape.Key key) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("description", key.doc());
    if (!key.preset().isEmpty()) {
      described.put("default", preset(key.preset()));
    }
    described.putAll(of(key.shape()));
    return described;
  }

  /** The maps of scalar types have no order of their own; the file must not change by chance. */
  private static Map<String, Object> inOrder(Map<?, ?> schema) {
    Map<String, Object> sorted = new TreeMap<>();
    schema.forEach((name, value) -> sorted.put((String) name, inOrder(value)));
    return sorted;
  }

  private static Object inOrder(Object value) {
    return switch (value) {
      case Map<?, ?> map -> inOrder(map);
      case List<?> list -> list.stream().map(each -> inOrder((Object) each)).toList();
      default -> value;
    };
  }

  private static Object preset(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> text;
    };
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
