package io.crosstide.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A key for servers on 127.0.0.1, signed by itself, and the certificate that clients trust. */
public record TlsKeys(Path keyStore, Path certificate) {
  /** Of the key and its store: for the time of one test, on one machine. */
  public static final String PASSWORD = "laboratory";

  private static final long TIMEOUT_SECONDS = 60;

  /** Makes them with the JDK's keytool. */
  public static TlsKeys in(Path directory) {
    TlsKeys keys = new TlsKeys(directory.resolve("broker.p12"), directory.resolve("broker.pem"));
    keys.tool(
        List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "30"),
        List.of("-dname", "CN=lab", "-ext", "san=ip:127.0.0.1"));
    keys.tool(List.of("-exportcert", "-rfc"), List.of("-file", keys.certificate.toString()));
    return keys;
  }

  public Map<String, String> ofBroker() {
    return Map.of(
        "ssl.keystore.type", "PKCS12",
        "ssl.keystore.location", keyStore.toString(),
        "ssl.keystore.password", PASSWORD,
        "ssl.key.password", PASSWORD);
  }

  public Map<String, String> ofClient() {
    return Map.of(
        "security.protocol", "SSL",
        "ssl.truststore.type", "PEM",
        "ssl.truststore.location", certificate.toString());
  }

  /** A client that shows this key, from a PEM file that is written for it. */
  public Map<String, String> ofClientWithKey() {
    Path pem = keyStore.resolveSibling("client.pem");
    try {
      KeyStore store = KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
      byte[] key = store.getKey("broker", PASSWORD.toCharArray()).getEncoded();
      Files.writeString(
          pem,
          "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n%s"
              .formatted(Base64.getMimeEncoder().encodeToString(key), Files.readString(certificate)));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("can't write " + pem, e);
    }
    Map<String, String> properties = new HashMap<>(ofClient());
    properties.put("ssl.keystore.type", "PEM");
    properties.put("ssl.keystore.location", pem.toString());
    return properties;
  }

  private void tool(List<String> what, List<String> how) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(what);
    command.addAll(how);
    command.addAll(List.of("-alias", "broker", "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD, "-keystore", keyStore.toString()));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("keytool failed: " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't run keytool", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
