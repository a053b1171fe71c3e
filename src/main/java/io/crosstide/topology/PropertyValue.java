package io.crosstide.topology;

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
}
