package io.crosstide.kafka;

import io.crosstide.lab.LabCluster;
import java.util.Map;

/** A cluster where the principal mirror may do nothing that was not granted to it. */
public final class GuardedCluster {
  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required ";

  private GuardedCluster() {}

  public static LabCluster started(String name) {
    return LabCluster.named(name)
        .listener("OPEN", "PLAINTEXT")
        .listener("GUARDED", "SASL_PLAINTEXT")
        .property("sasl.enabled.mechanisms", "PLAIN")
        .property("listener.name.guarded.plain.sasl.jaas.config", PLAIN + "user_mirror=\"secret\";")
        .property(
            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
        .property("super.users", "User:ANONYMOUS")
        .start();
  }

  /** How the principal mirror connects. */
  static Map<String, String> asMirror(LabCluster guarded) {
    return Map.of(
        "bootstrap.servers",
        guarded.bootstrap("GUARDED"),
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        PLAIN + "username=\"mirror\" password=\"secret\";");
  }
}
