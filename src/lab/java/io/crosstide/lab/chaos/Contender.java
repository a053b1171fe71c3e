package io.crosstide.lab.chaos;

import io.crosstide.lab.ChildProcess;
import java.nio.file.Path;

/** A mirror of which several instances share one flow. */
interface Contender {
  /** Of the clusters, in names of target topics as well. */
  String SOURCE = "nyc";

  String TARGET = "lon";

  String name();

  /** What was set that is not the product's own default, for the report. */
  String settings();

  /**
   * An instance that is ready to be started.
   *
   * @param number from 0
   * @param directory for its files; of this instance alone
   */
  ChildProcess instance(int number, Route route, Path directory);
}
