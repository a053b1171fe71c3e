package io.crosstide.mirrormaker;

import java.util.Objects;

/**
 * What became of one property.
 *
 * @param verdict whether it is in the topology
 * @param property its whole name
 * @param place where it stands
 * @param text why, or what to do; never a value
 */
public record Finding(Verdict verdict, String property, String place, String text) {
  /** What can become of a property. */
  public enum Verdict {
    /** It is in the topology, as it was. */
    TAKEN,
    /** It is in the topology, and something is to be done. */
    LOOK,
    /** It need not be said: so it is without it. */
    IMPLIED,
    /** The topology can't say it. */
    NO_EQUAL,
    /** MirrorMaker 2 does not know it either. */
    UNKNOWN
  }

  public Finding {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(property, "property");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(text, "text");
  }
}
