package io.crosstide.topology;

import java.util.Map;
import java.util.function.Function;

/**
 * A kind of single value.
 *
 * @param title for the reference
 * @param reading from the text as written; throws {@link IllegalArgumentException} with words for
 *     the author
 * @param schema its JSON Schema
 */
record ScalarType<T>(String title, Function<String, T> reading, Map<String, Object> schema) {
  T read(String text) {
    return reading.apply(text);
  }
}
