package io.crosstide.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.InvalidKeyException;
import java.security.Signature;
import java.util.HexFormat;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With the first test of RFC 8032, section 7.1. */
class Ed25519Test {
  private static final String SEED =
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
  private static final String PUBLIC =
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
  private static final String SIGNATURE =
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
          + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";

  private final Ed25519 keys = new Ed25519();

  @BeforeAll
  static void use() {
    SshCryptography.use();
  }

  @Test
  void shouldKnowThePublicKeyOfAPrivateOne() throws Exception {
    var key = keys.generateEDDSAPrivateKey(bytes(SEED));

    assertThat(hex(keys.getPublicKeyData(keys.recoverEDDSAPublicKey(key)))).isEqualTo(PUBLIC);
    assertThat(hex(keys.getPrivateKeyData(key))).isEqualTo(SEED);
  }

  @Test
  void shouldSignAndVerify() throws Exception {
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(keys.generateEDDSAPrivateKey(bytes(SEED)));
    assertThat(hex(signer.sign())).isEqualTo(SIGNATURE);

    signer.initVerify(keys.generateEDDSAPublicKey(bytes(PUBLIC)));
    assertThat(signer.verify(bytes(SIGNATURE))).isTrue();
  }

  @Test
  void shouldRefuseAPublicKeyOfAnotherLength() {
    assertThatThrownBy(() -> keys.generateEDDSAPublicKey(bytes(PUBLIC + "00")))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("32 bytes, not 33");
  }

  @Test
  void shouldTellKeysApart() throws Exception {
    var one = keys.generateEDDSAPublicKey(bytes(PUBLIC));

    assertThat(KeyUtils.compareKeys(one, keys.generateEDDSAPublicKey(bytes(PUBLIC)))).isTrue();
    assertThat(KeyUtils.compareKeys(one, SshKeys.generated().pair().getPublic())).isFalse();
    assertThat(KeyUtils.getKeyType(one)).isEqualTo("ssh-ed25519");
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
