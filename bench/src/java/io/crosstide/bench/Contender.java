package io.crosstide.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A mirror that can be started as a process. */
interface Contender {
  /** As the results name it. */
  String name();

  /** Every setting that is not the product's own default, for the record. */
  Map<String, String> settings();

  /**
   * Writes what it needs into the directory.
   *
   * @return the command that mirrors the route until it is stopped
   */
  List<String> command(Route route, Path directory) throws IOException;
}
