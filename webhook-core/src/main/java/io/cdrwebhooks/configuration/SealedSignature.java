package io.cdrwebhooks.configuration;

/// A Signature as stored: encrypted, with the id of the key that encrypted it.
///
/// `ciphertext` is base64; only the [SignatureVault] that made it knows its content.
public record SealedSignature(String keyId, String ciphertext) {
  @Override
  public String toString() {
    return "SealedSignature[keyId=" + keyId + "]";
  }
}
