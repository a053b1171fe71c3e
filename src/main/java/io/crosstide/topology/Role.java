package io.crosstide.topology;

import java.util.Locale;

/** What a Kafka client is for; each has its own property map beside the common one. */
public enum Role {
  ADMIN,
  CONSUMER,
  PRODUCER;

  /** The key in the topology file. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
