package io.crosstide.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsKeysTest {
  @TempDir Path directory;

  @Test
  void shouldMakeAKeyAndTheCertificateThatVouchesForTheBrokersAddress() throws Exception {
    TlsKeys keys = TlsKeys.in(directory);

    X509Certificate trusted;
    try (InputStream pem = Files.newInputStream(keys.certificate())) {
      trusted = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
    }
    assertThat(trusted.getSubjectAlternativeNames()).contains(List.of(7, "127.0.0.1"));
    char[] password = keys.ofBroker().get("ssl.keystore.password").toCharArray();
    KeyStore store = KeyStore.getInstance(keys.keyStore().toFile(), password);
    assertThat(store.getCertificate("broker")).isEqualTo(trusted);
    assertThat(store.getKey("broker", password)).isNotNull();
  }
}
