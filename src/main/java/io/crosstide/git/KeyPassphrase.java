package io.crosstide.git;

import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.KeyPasswordProvider;

/** The one passphrase of the one key. */
final class KeyPassphrase implements KeyPasswordProvider {
  private final char[] passphrase;

  KeyPassphrase(char[] passphrase) {
    this.passphrase = passphrase.clone();
  }

  @Override
  public char[] getPassphrase(URIish key, int attempt) {
    return passphrase.clone();
  }

  @Override
  public void setAttempts(int attempts) {
    // It would not be another one the second time.
  }

  @Override
  public boolean keyLoaded(URIish key, int attempt, Exception error) {
    return false;
  }
}
