package io.crosstide.mirrormaker;

import io.crosstide.mirrormaker.Finding.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * TLS and authentication of a Strimzi resource as client properties. What Strimzi takes from
 * Kubernetes secrets is taken from files, where those secrets are to be mounted.
 */
final class StrimziAccess {
  /** The provider's name in the properties that are made here. */
  private static final String MOUNTED = "mounted";

  private static final String MOUNTS = "/etc/crosstide/";

  private final Settings settings;
  private final List<Finding> findings;

  StrimziAccess(Settings settings, List<Finding> findings) {
    this.settings = settings;
    this.findings = findings;
  }

  void add(String alias, Map<String, Object> cluster, String path) throws UnreadableException {
    boolean tls = cluster.get("tls") != null;
    boolean sasl = cluster.get("authentication") != null && addAuthentication(alias, cluster, path);
    if (tls && trusts(StrimziResource.map(cluster.get("tls"), path + ".tls"))) {
      put(alias, "ssl.truststore.type", "PEM");
      put(alias, "ssl.truststore.certificates", mounted(alias, "ca.crt"));
      look(path + ".tls", "mount its certificates, joined, as " + MOUNTS + alias + "/ca.crt");
    }
    String protocol = (sasl ? "SASL_" : "") + (tls ? "SSL" : "PLAINTEXT");
    if (tls || sasl) {
      put(alias, "security.protocol", protocol);
    }
  }

  /** Whether it has certificates of its own; else those that every machine trusts. */
  private static boolean trusts(Map<String, Object> tls) {
    return tls.get("trustedCertificates") instanceof List<?> certificates
        && !certificates.isEmpty();
  }

  /** Whether it is SASL. */
  private boolean addAuthentication(String alias, Map<String, Object> cluster, String path)
      throws UnreadableException {
    String at = path + ".authentication";
    Map<String, Object> authentication = StrimziResource.map(cluster.get("authentication"), at);
    String type = StrimziResource.text(authentication, "type", at);
    switch (type) {
      case "scram-sha-512", "scram-sha-256" -> {
        String module = "org.apache.kafka.common.security.scram.ScramLoginModule";
        addLogin(alias, authentication, at, new Login(type.toUpperCase(Locale.ROOT), module));
        return true;
      }
      case "plain" -> {
        String module = "org.apache.kafka.common.security.plain.PlainLoginModule";
        addLogin(alias, authentication, at, new Login("PLAIN", module));
        return true;
      }
      case "tls" -> {
        put(alias, "ssl.keystore.type", "PEM");
        put(alias, "ssl.keystore.certificate.chain", mounted(alias, "user.crt"));
        put(alias, "ssl.keystore.key", mounted(alias, "user.key"));
        look(at, "mount its certificate and key as %s%s/user.crt and user.key", alias);
        return false;
      }
      default -> {
        findings.add(
            new Finding(
                Verdict.NO_EQUAL,
                at,
                "",
                type + ": give the cluster its sasl. properties by hand"));
        return !type.equals("custom")
            || Boolean.parseBoolean(String.valueOf(authentication.get("sasl")));
      }
    }
  }

  private record Login(String mechanism, String module) {}

  private void addLogin(String alias, Map<String, Object> authentication, String at, Login login)
      throws UnreadableException {
    String user = StrimziResource.text(authentication, "username", at);
    if (!user.matches("[^\"\\\\\\p{Cntrl}]+")) {
      throw new UnreadableException(at + ".username", "holds characters that have no equal", "");
    }
    put(alias, "sasl.mechanism", login.mechanism());
    put(
        alias,
        "sasl.jaas.config",
        "%s required username=\"%s\" password=\"%s\";"
            .formatted(login.module(), user, mounted(alias, "password")));
    look(at, "mount the password of its secret as %s%s/password", alias);
  }

  private void put(String alias, String name, String value) {
    settings.put(
        new Setting("config.providers." + MOUNTED + ".class", "DirectoryConfigProvider", ""));
    settings.put(new Setting(alias + "." + name, value, ""));
  }

  private static String mounted(String alias, String file) {
    return "${" + MOUNTED + ":" + MOUNTS + alias + ":" + file + "}";
  }

  private void look(String property, String text, String alias) {
    look(property, text.formatted(MOUNTS, alias));
  }

  private void look(String property, String text) {
    findings.add(new Finding(Verdict.LOOK, property, "", text));
  }
}
