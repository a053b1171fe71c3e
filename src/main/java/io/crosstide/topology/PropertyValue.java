package io.crosstide.topology;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A client property as written.
 *
 * @param text may hold {@code ${env:NAME}} and {@code ${file:PATH}}
 * @param path where it stands in the topology file, for messages
 */
record PropertyValue(String text, String path) {
  PropertyValue {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(path, "path");
  }

  /** What is written, without where. */
  static Map<String, String> texts(Map<String, PropertyValue> values) {
    Map<String, String> texts = new HashMap<>();
    values.forEach((name, value) -> texts.put(name, value.text()));
    return texts;
  }
}
