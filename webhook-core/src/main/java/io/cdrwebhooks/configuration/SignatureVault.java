package io.cdrwebhooks.configuration;

/// Encrypts Signatures for storage; only the dispatch function decrypts them.
///
/// A sealed Signature opens only for the configuration it was sealed for. A missing key or altered
/// text is a fault: an unchecked exception that does not contain the text.
public interface SignatureVault {
  SealedSignature seal(SignatureKey key, ConfigurationId configuration);

  SignatureKey open(SealedSignature signature, ConfigurationId configuration);
}
