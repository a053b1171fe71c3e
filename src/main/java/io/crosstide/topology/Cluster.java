package io.crosstide.topology;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One Kafka cluster of the topology.
 *
 * @param alias how flows, prefixes and metrics name it: letters, digits, {@code _}, {@code -}
 * @param bootstrap {@code host:port} list separated by commas, as written; may hold placeholders
 * @param client Kafka client properties of every role, those of {@code defaults} beneath
 */
public record Cluster(String alias, String bootstrap, ClientSettings client) {
  /** No dot: the default separator of prefixes must not be part of an alias. */
  static final Pattern ALIAS = Pattern.compile("[a-zA-Z0-9_-]+");

  public Cluster {
    Objects.requireNonNull(bootstrap, "bootstrap");
    Objects.requireNonNull(client, "client");
    if (!ALIAS.matcher(alias).matches()) {
      throw new IllegalArgumentException("\"" + alias + "\" is not a cluster alias");
    }
  }

  /** The elements of {@code bootstrap}, in its order. */
  List<String> brokers() {
    return Arrays.stream(bootstrap.split(",", -1))
        .map(String::strip)
        .filter(broker -> !broker.isEmpty())
        .toList();
  }

  /** Whether both name a broker: then they are one cluster, whatever else they name. */
  boolean sharesBrokerWith(Cluster other) {
    return !Collections.disjoint(brokers(), other.brokers());
  }
}
