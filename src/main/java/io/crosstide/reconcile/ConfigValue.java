package io.crosstide.reconcile;

import java.util.Objects;

/**
 * One config of a topic as it takes effect.
 *
 * @param value the effective value, empty when the cluster does not show it
 * @param explicit whether it was set on the topic itself, rather than by the broker's defaults
 * @param sensitive whether the cluster treats it as a secret
 */
public record ConfigValue(String value, boolean explicit, boolean sensitive) {
  public ConfigValue {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return (sensitive ? "***" : value) + (explicit ? "" : " (default)");
  }
}
