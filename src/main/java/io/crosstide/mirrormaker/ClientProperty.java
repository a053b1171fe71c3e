package io.crosstide.mirrormaker;

import io.crosstide.topology.Role;
import io.crosstide.topology.Side;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A property of Kafka clients, as MirrorMaker 2 names it behind a cluster or a flow.
 *
 * @param side which of a flow's clusters; empty when the prefix does not say
 * @param role which clients; empty for all
 * @param name as Kafka's clients know it
 */
record ClientProperty(Optional<Side> side, Optional<Role> role, String name) {
  private static final Pattern SCOPED =
      Pattern.compile(
          "(?:(source|target)\\.(?:cluster\\.)?)?"
              + "(?:(consumer|producer|admin)\\.(?:override\\.)?)?(.+)");

  static ClientProperty parse(String text) {
    Matcher matcher = SCOPED.matcher(text);
    if (!matcher.matches()) {
      return new ClientProperty(Optional.empty(), Optional.empty(), text);
    }
    return new ClientProperty(
        Optional.ofNullable(matcher.group(1))
            .map(word -> word.equals("source") ? Side.SOURCE : Side.TARGET),
        Optional.ofNullable(matcher.group(2)).map(ClientProperty::role),
        matcher.group(3));
  }

  private static Role role(String word) {
    return switch (word) {
      case "consumer" -> Role.CONSUMER;
      case "producer" -> Role.PRODUCER;
      default -> Role.ADMIN;
    };
  }

  Role[] roles() {
    return role.map(one -> new Role[] {one}).orElseGet(Role::values);
  }

  /** The topology's key for the map in which it stands. */
  String map() {
    return role.map(
            one ->
                switch (one) {
                  case CONSUMER -> "consumer";
                  case PRODUCER -> "producer";
                  case ADMIN -> "admin";
                })
        .orElse("properties");
  }

  /**
   * Whether MirrorMaker 2 reads it where no cluster and no flow is named: how to get in alone
   * (MirrorClientConfig's CLIENT_CONFIG_DEF).
   */
  boolean ofAllClusters() {
    return side.isEmpty()
        && role.isEmpty()
        && (name.equals("security.protocol")
            || name.startsWith("ssl.")
            || name.startsWith("sasl."));
  }

  /** What a flow says of it in a setting of its own. */
  boolean saidByTheFlow() {
    boolean ofConsumers = role.isEmpty() || role.get() == Role.CONSUMER;
    return ofConsumers && (name.equals("auto.offset.reset") || name.equals("isolation.level"));
  }
}
