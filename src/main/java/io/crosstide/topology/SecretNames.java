package io.crosstide.topology;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which client properties look like secrets by their names. */
public final class SecretNames {
  /** {@code key} as a word of its own: {@code ssl.keystore.key} is one, its location is none. */
  private static final Pattern SECRET =
      Pattern.compile("password|secret|token|jaas|credential|(^|[._-])key($|[._-])");

  private SecretNames() {}

  /** Whether the value of this property must not be shown. */
  public static boolean secret(String property) {
    return SECRET.matcher(property.toLowerCase(Locale.ROOT)).find();
  }
}
