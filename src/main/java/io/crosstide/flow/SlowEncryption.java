package io.crosstide.flow;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * TLS on a JVM that was told to use its first compiler alone, which knows no instructions for it.
 * The launcher does so for topologies without TLS; a later revision may bring it.
 */
final class SlowEncryption {
  private static final String FIRST_COMPILER_ALONE = "-XX:TieredStopAtLevel=1";
  private static final String SLOW =
      "TLS takes ten times as long as it could: this process was started without the JVM's second"
          + " compiler ("
          + FIRST_COMPILER_ALONE
          + "); start it anew";

  private SlowEncryption() {}

  /** What an operator should know of these clients in this process, by subject. */
  static Map<String, String> of(FlowClients clients) {
    return of(clients, ManagementFactory.getRuntimeMXBean().getInputArguments());
  }

  static Map<String, String> of(FlowClients clients, List<String> jvmOptions) {
    boolean slow = jvmOptions.contains(FIRST_COMPILER_ALONE);
    return slow && encrypted(clients) ? Map.of("encryption", SLOW) : Map.of();
  }

  private static boolean encrypted(FlowClients clients) {
    return Stream.of(clients.fetch(), clients.produce())
        .map(client -> client.getOrDefault("security.protocol", ""))
        .anyMatch(protocol -> protocol.toUpperCase(Locale.ROOT).endsWith("SSL"));
  }
}
