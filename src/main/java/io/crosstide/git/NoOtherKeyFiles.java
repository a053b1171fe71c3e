package io.crosstide.git;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import org.apache.sshd.common.config.keys.loader.KeyPairResourceParser;
import org.apache.sshd.common.util.security.Decryptor;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * In a native executable: what reads private keys in encrypted PKCS#8 is not on the class path. On
 * a JVM such a file ends in an error, too.
 */
@TargetClass(SecurityUtils.class)
final class NoOtherKeyFiles {
  private NoOtherKeyFiles() {}

  @Substitute
  static KeyPairResourceParser getBouncycastleKeyPairResourceParser() {
    throw new IllegalArgumentException("private keys must be written as OpenSSH does");
  }

  @Substitute
  static Decryptor getBouncycastleEncryptedPrivateKeyInfoDecryptor() {
    throw new IllegalArgumentException("private keys must be written as OpenSSH does");
  }
}
