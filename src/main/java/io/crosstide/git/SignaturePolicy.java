package io.crosstide.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.SignatureVerifier.SignatureVerification;
import org.eclipse.jgit.lib.SignatureVerifier.TrustLevel;
import org.eclipse.jgit.lib.SignatureVerifiers;
import org.eclipse.jgit.revwalk.RevCommit;

/** Whose commits are accepted: anybody's, or those signed with SSH keys that a file allows. */
final class SignaturePolicy {
  private final Optional<Path> allowedSigners;

  /**
   * @param allowedSigners file as of {@code ssh-keygen -Y verify}, empty to accept any commit
   */
  SignaturePolicy(Optional<Path> allowedSigners) {
    this.allowedSigners = allowedSigners;
  }

  /** Why the commit is not accepted; empty when it is. */
  Optional<String> objection(Repository repository, RevCommit commit) throws IOException {
    if (allowedSigners.isEmpty()) {
      return Optional.empty();
    }
    Path file = allowedSigners.get();
    if (!Files.isReadable(file)) {
      throw new IOException("the allowed signers' file " + file + " can't be read");
    }
    if (commit.getRawGpgSignature() == null) {
      return Optional.of("the commit is not signed, and only signed ones are accepted");
    }
    var settings = repository.getConfig();
    settings.setString("gpg", null, "format", "ssh");
    settings.setString("gpg", "ssh", "allowedSignersFile", file.toAbsolutePath().toString());
    SignatureVerification found =
        SignatureVerifiers.verify(repository, new GpgConfig(settings), commit);
    return accepted(found)
        ? Optional.empty()
        : Optional.of("the commit's signature is not one of the allowed signers': " + said(found));
  }

  private static boolean accepted(SignatureVerification found) {
    return found != null
        && found.verified()
        && !found.expired()
        && found.trustLevel().compareTo(TrustLevel.FULL) >= 0;
  }

  private static String said(SignatureVerification found) {
    if (found == null) {
      return "it is of a kind that can't be checked here, sign with an SSH key";
    }
    String message = found.message() == null ? "" : found.message().strip();
    return message.isEmpty() ? "its key is not among them" : message;
  }
}
