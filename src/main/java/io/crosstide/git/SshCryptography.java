package io.crosstide.git;

import java.security.Provider;
import java.security.Security;
import java.util.Optional;
import org.apache.sshd.common.util.security.AbstractSecurityProviderRegistrar;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.common.util.security.eddsa.generic.EdDSASupport;

/**
 * The JDK's cryptography, Ed25519 included, for the SSH client. By itself the client looks for
 * other providers by their classes' names: what it finds depends on the class loader of whoever
 * asks first, and in a native executable it is nothing.
 */
final class SshCryptography extends AbstractSecurityProviderRegistrar {
  private static final String CURVES = "SunEC";

  private SshCryptography() {
    super(SecurityUtils.EDDSA);
  }

  /** To be called before the SSH client is touched; more than once does no harm. */
  static void use() {
    System.setProperty(SecurityUtils.SECURITY_PROVIDER_REGISTRARS, NO_OPTIONS_VALUE);
    SecurityUtils.registerSecurityProvider(new SshCryptography());
  }

  @Override
  public boolean isSupported() {
    return true;
  }

  @Override
  public String getProviderName() {
    return CURVES;
  }

  @Override
  public Provider getSecurityProvider() {
    return Security.getProvider(CURVES);
  }

  @Override
  public Optional<EdDSASupport<?, ?>> getEdDSASupport() {
    return Optional.of(new Ed25519());
  }
}
