package io.cdrwebhooks.configuration;

/// Encrypts Signatures, and the values of a configuration's headers, for storage. Only the
/// functions that sign, or check a receiver's request, decrypt them.
///
/// It opens a sealed Signature only for the configuration for which it was sealed. If the key is
/// missing or the text was altered, it throws an unchecked exception without the text.
public interface SignatureVault {
  SealedSignature seal(SignatureKey key, ConfigurationId configuration);

  SignatureKey open(SealedSignature signature, ConfigurationId configuration);
}
