package io.crosstide.lab.chaos;

import java.time.Duration;

/**
 * Something bad that is done to one part, and undone.
 *
 * @param victim the instance or broker, from 0; {@link #ALL}: every instance
 * @param cluster whose brokers the link leads to; nothing but links have one
 * @param broker where the link leads to; {@link #ALL}: to every broker of the cluster
 * @param gap how long after the fault before it on its track
 * @param hold how long it lasts
 */
record Fault(Kind kind, int victim, Side cluster, int broker, Duration gap, Duration hold) {
  static final int ALL = -1;

  /** Faults of one track follow each other; tracks run at the same time. */
  enum Track {
    INSTANCES,
    SOURCE_BROKERS,
    TARGET_BROKERS,
    LINKS
  }

  enum Side {
    SOURCE,
    TARGET
  }

  enum Kind {
    INSTANCE_KILL("kill -9 of an instance"),
    INSTANCE_FREEZE("instance frozen for longer than its session"),
    INSTANCE_RESTART("graceful restart of an instance"),
    SOURCE_BROKER_KILL("kill -9 of a source broker"),
    SOURCE_BROKER_FREEZE("source broker frozen"),
    SOURCE_BROKER_RESTART("graceful restart of a source broker"),
    TARGET_BROKER_KILL("kill -9 of a target broker"),
    TARGET_BROKER_FREEZE("target broker frozen"),
    TARGET_BROKER_RESTART("graceful restart of a target broker"),
    LINK_CUT("link of an instance cut"),
    LINK_SILENT("link of an instance silent"),
    LINK_SLOW("link of an instance slow"),
    ROLLING_RESTART("rolling restart of everything");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  String where() {
    String name = victim == ALL ? "all" : Integer.toString(victim);
    return cluster == null
        ? name
        : "%s to %s %s".formatted(name, cluster, broker == ALL ? "all" : broker);
  }
}
