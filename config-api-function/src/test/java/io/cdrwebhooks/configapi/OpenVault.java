package io.cdrwebhooks.configapi;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.SignatureVault.Purpose;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Seals a Signature as its bytes in base64, so that tests can read it.
final class OpenVault implements SignatureVault {
  @Override
  public SealedSignature seal(SignatureKey key, ConfigurationId configuration, Purpose purpose) {
    return new SealedSignature("tests", Base64.getEncoder().encodeToString(key.bytes()));
  }

  @Override
  public SignatureKey open(
      SealedSignature signature, ConfigurationId configuration, Purpose purpose) {
    return new SignatureKey(
        new String(Base64.getDecoder().decode(signature.ciphertext()), StandardCharsets.UTF_8));
  }
}
