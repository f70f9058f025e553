package io.cdrwebhooks.configuration;

/// Encrypts Signatures, and the secrets that a configuration has for a gateway, for storage. Only
/// the functions that sign, or check a receiver's request, decrypt them.
///
/// It opens a sealed secret only for the configuration and the purpose for which it was sealed: so
/// a Signature that is stored in the place of a header's value is never sent. If the key is missing
/// or the text was altered, it throws an unchecked exception without the text.
public interface SignatureVault {
  /// What a secret is for.
  enum Purpose {
    /// It signs. Its sealed form names no purpose, as Signatures were stored before other secrets.
    SIGNATURE,
    /// It is the value of a header, which requests have in clear text.
    REQUEST_HEADER,
    /// It is the private key of a client certificate.
    CLIENT_KEY
  }

  SealedSignature seal(SignatureKey key, ConfigurationId configuration, Purpose purpose);

  SignatureKey open(SealedSignature signature, ConfigurationId configuration, Purpose purpose);
}
