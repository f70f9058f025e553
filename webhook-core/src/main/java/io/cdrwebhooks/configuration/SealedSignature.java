package io.cdrwebhooks.configuration;

/// A Signature as it is stored: encrypted, with the id of the key that encrypted it.
///
/// `ciphertext` is base64; what is inside is between one [SignatureVault] and itself.
public record SealedSignature(String keyId, String ciphertext) {
  @Override
  public String toString() {
    return "SealedSignature[keyId=" + keyId + "]";
  }
}
