package io.crosstide.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What opens a repository: files of a directory, named as in Kubernetes secrets for git. Read anew
 * for each connection, so that what was rotated counts.
 *
 * <p>{@code username}, {@code password}, {@code bearerToken}, {@code ca.crt} for HTTPS; {@code
 * identity} or {@code ssh-privatekey}, {@code known_hosts}, {@code password} (of the key) for SSH.
 */
final class GitSecrets {
  static final String CA = "ca.crt";
  static final String KNOWN_HOSTS = "known_hosts";
  private static final Set<String> KNOWN =
      Set.of(
          "username",
          "password",
          "bearerToken",
          CA,
          "identity",
          "ssh-privatekey",
          "identity.pub",
          "ssh-publickey",
          KNOWN_HOSTS);
  private static final int MAX_BYTES = 1 << 20;

  private final Optional<Path> directory;

  GitSecrets(Optional<Path> directory) {
    this.directory = directory;
  }

  Optional<String> username() throws IOException {
    return text("username");
  }

  Optional<String> password() throws IOException {
    return text("password");
  }

  Optional<String> bearerToken() throws IOException {
    return text("bearerToken");
  }

  /** Certificates that a server may be signed with, PEM; without it, those of the JDK. */
  Optional<byte[]> certificateAuthority() throws IOException {
    Optional<Path> file = file(CA);
    return file.isEmpty() ? Optional.empty() : Optional.of(bytes(file.get()));
  }

  Optional<Path> privateKey() throws IOException {
    Optional<Path> identity = file("identity");
    return identity.isPresent() ? identity : file("ssh-privatekey");
  }

  Optional<Path> knownHosts() throws IOException {
    return file(KNOWN_HOSTS);
  }

  private Optional<String> text(String name) throws IOException {
    Optional<Path> file = file(name);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    String text = new String(bytes(file.get()), StandardCharsets.UTF_8).stripTrailing();
    if (text.chars().anyMatch(Character::isISOControl)) {
      // What is made of it could say so in an error, with the secret.
      throw new IOException(file.get() + " has more than one line");
    }
    return Optional.of(text);
  }

  private static byte[] bytes(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
    }
    return Files.readAllBytes(file);
  }

  private Optional<Path> file(String name) throws IOException {
    if (directory.isEmpty()) {
      return Optional.empty();
    }
    expectKnownNames(directory.get());
    return directory.map(dir -> dir.resolve(name)).filter(Files::exists);
  }

  /** A secret under a name that nobody reads would be missed only at the server. */
  private static void expectKnownNames(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException(directory + " is no directory");
    }
    Set<String> unknown = new TreeSet<>();
    try (Stream<Path> files = Files.list(directory)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith(".") && !KNOWN.contains(name))
          .forEach(unknown::add);
    }
    if (!unknown.isEmpty()) {
      throw new IOException(
          directory
              + " holds "
              + unknown
              + ", which nobody reads; known are "
              + new TreeSet<>(KNOWN));
    }
  }
}
