package io.crosstide.topology;

import org.yaml.snakeyaml.error.Mark;

/**
 * Where something stands in a topology file.
 *
 * @param path {@code clusters.nyc.bootstrap}, {@code patterns[0]}
 * @param line from 1
 * @param column from 1
 */
record Place(String path, int line, int column) {
  static Place of(String path, Mark mark) {
    return new Place(path, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
