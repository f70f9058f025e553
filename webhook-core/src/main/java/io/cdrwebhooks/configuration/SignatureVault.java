package io.cdrwebhooks.configuration;

/// Encrypts Signatures for storage; only the dispatch function opens them again.
///
/// A sealed Signature opens only for the configuration it was sealed for. A key that is gone or
/// text that was altered is a fault: an unchecked exception without the text in it.
public interface SignatureVault {
  SealedSignature seal(SignatureKey key, ConfigurationId configuration);

  SignatureKey open(SealedSignature signature, ConfigurationId configuration);
}
