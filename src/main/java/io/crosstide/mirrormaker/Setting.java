package io.crosstide.mirrormaker;

import java.util.Objects;

/**
 * One property of MirrorMaker 2.
 *
 * @param key its whole name, {@code nyc->lon.topics}
 * @param value as written; may be a secret, and is never shown
 * @param place where it stands: {@code line 3}, or a path in YAML
 */
record Setting(String key, String value, String place) {
  Setting {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(place, "place");
  }

  /**
   * The value, as a whole number.
   *
   * @throws UnreadableException when it is none
   */
  int number() throws UnreadableException {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new UnreadableException(place, key + " is not a whole number", "");
    }
  }

  boolean saysTrue() {
    return Boolean.parseBoolean(value);
  }

  /** The key alone: the value may be a secret. */
  @Override
  public String toString() {
    return key + " at " + place;
  }
}
