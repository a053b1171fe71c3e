package io.crosstide.kafka;

import java.util.Map;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

/**
 * Reads a JAAS entry before any client does: what Kafka says of one that it can't read has pieces
 * of it, such as the part of a password behind a quote that nobody escaped.
 */
final class JaasCheck {
  private JaasCheck() {}

  /**
   * @param cluster alias, for the message
   * @throws IllegalArgumentException when the entry can't be read; holds nothing of it, nor does
   *     its cause
   */
  static void check(String cluster, Map<String, String> properties) {
    String entry = properties.get(SaslConfigs.SASL_JAAS_CONFIG);
    if (entry != null && !readable(entry)) {
      throw new IllegalArgumentException(
          SaslConfigs.SASL_JAAS_CONFIG
              + " of cluster "
              + cluster
              + " can't be read, or names a login module that is not allowed: write CLASS required"
              + " key=\"value\" ...; with a semicolon at the end, and a backslash before each"
              + " quote in a value");
    }
  }

  private static boolean readable(String entry) {
    try {
      JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password(entry)));
      return true;
    } catch (RuntimeException pieceOfIt) {
      return false;
    }
  }
}
