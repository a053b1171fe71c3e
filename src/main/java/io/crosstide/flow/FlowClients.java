package io.crosstide.flow;

import io.crosstide.git.ContentDigest;
import io.crosstide.kafka.ClusterProperties;
import io.crosstide.topology.Flow;
import io.crosstide.topology.Role;
import io.crosstide.topology.SecretSource;
import io.crosstide.topology.Side;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The client properties of a flow with its secrets filled in, when the flow connects.
 *
 * @param fingerprint changes with the properties, their secrets, and the files that they name
 */
record FlowClients(
    ClusterProperties source,
    ClusterProperties target,
    Map<String, String> fetch,
    Map<String, String> produce,
    String fingerprint) {
  /** Key stores and trust stores, which clients read once. */
  private static final String FILE = ".location";

  /**
   * @throws io.crosstide.topology.UnresolvedPlaceholderException when a secret is missing
   * @throws IllegalArgumentException when a JAAS entry can't be read
   */
  static FlowClients of(Flow flow, SecretSource secrets) {
    ClusterProperties source = side(flow, Side.SOURCE, flow.source().alias(), secrets);
    ClusterProperties target = side(flow, Side.TARGET, flow.target().alias(), secrets);
    return new FlowClients(
        source, target, source.consumer(), target.producer(), fingerprint(source, target));
  }

  private static ClusterProperties side(Flow flow, Side side, String alias, SecretSource secrets) {
    return new ClusterProperties(
        alias,
        flow.clientProperties(side, Role.ADMIN).resolve(secrets),
        flow.clientProperties(side, Role.CONSUMER).resolve(secrets),
        flow.clientProperties(side, Role.PRODUCER).resolve(secrets));
  }

  private static String fingerprint(ClusterProperties source, ClusterProperties target) {
    StringBuilder all = new StringBuilder();
    for (ClusterProperties cluster : List.of(source, target)) {
      for (Map<String, String> client :
          List.of(cluster.admin(), cluster.consumer(), cluster.producer())) {
        new TreeMap<>(client)
            .forEach(
                (name, value) -> {
                  all.append(name).append('=').append(value).append('\0');
                  if (name.endsWith(FILE)) {
                    all.append(content(value)).append('\0');
                  }
                });
        all.append('\0');
      }
    }
    return ContentDigest.of(all.toString());
  }

  private static String content(String name) {
    try (InputStream file = Files.newInputStream(Path.of(name))) {
      return ContentDigest.of(file.readNBytes(SecretSource.MAX_FILE_BYTES));
    } catch (IOException | InvalidPathException e) {
      // The client will say so better.
      return e.getClass().getSimpleName();
    }
  }

  @Override
  public String toString() {
    return "clients of " + source.cluster() + " and " + target.cluster() + ": ***";
  }
}
