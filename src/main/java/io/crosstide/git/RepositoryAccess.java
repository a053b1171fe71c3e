package io.crosstide.git;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/**
 * Opens repositories with what the secrets hold and nothing else: no file of the user's home, no
 * agent, no question.
 */
final class RepositoryAccess {
  private static final File NOWHERE = new File("/nonexistent");

  static {
    SshCryptography.use();
  }

  private final GitSecrets secrets;

  RepositoryAccess(GitSecrets secrets) {
    this.secrets = secrets;
  }

  /**
   * An unconnected transport.
   *
   * @param silenceSeconds how long the server may say nothing
   * @throws IOException when a secret is missing or unusable; names it
   */
  Transport open(Repository into, URIish uri, int silenceSeconds) throws IOException {
    // A redirected request would carry the secrets elsewhere.
    into.getConfig().setString("http", null, "followRedirects", "false");
    Transport transport = Transport.open(into, uri);
    try {
      transport.setTimeout(silenceSeconds);
      switch (transport) {
        case TransportHttp http -> prepare(http);
        case SshTransport ssh -> ssh.setSshSessionFactory(sessions());
        default -> {}
      }
      return transport;
    } catch (IOException | RuntimeException e) {
      transport.close();
      throw e;
    }
  }

  private void prepare(TransportHttp http) throws IOException {
    Optional<byte[]> authority = secrets.certificateAuthority();
    if (authority.isPresent()) {
      http.setHttpConnectionFactory(new TrustedConnections(authority.get()));
    }
    Optional<String> token = secrets.bearerToken();
    Optional<String> password = secrets.password();
    if (token.isPresent()) {
      http.setAdditionalHeaders(Map.of("Authorization", "Bearer " + token.get()));
    } else if (password.isPresent()) {
      // Servers that take a token as password mind the user's name little, but want one.
      CredentialsProvider credentials =
          new UsernamePasswordCredentialsProvider(secrets.username().orElse("git"), password.get());
      http.setCredentialsProvider(credentials);
    }
  }

  /** Nobody is asked: a server that known_hosts does not name is refused. */
  private SshSessionFactory sessions() throws IOException {
    Path knownHosts =
        secrets
            .knownHosts()
            .orElseThrow(
                () -> new IOException("SSH needs a file known_hosts among the git secrets"));
    Path key =
        secrets
            .privateKey()
            .orElseThrow(() -> new IOException("SSH needs a file identity among the git secrets"));
    char[] passphrase = secrets.password().orElse("").toCharArray();
    return new SshdSessionFactoryBuilder()
        .setHomeDirectory(NOWHERE)
        .setSshDirectory(NOWHERE)
        .setConfigStoreFactory((home, file, user) -> null)
        .setPreferredAuthentications("publickey")
        .setDefaultIdentities(directory -> List.of(key))
        .setDefaultKnownHostsFiles(directory -> List.of(knownHosts))
        .setKeyPasswordProvider(provider -> new KeyPassphrase(passphrase))
        .setConnectorFactory(null)
        .build(null);
  }
}
