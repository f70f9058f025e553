package io.cdrwebhooks.configuration;

/// Encrypts Signatures and gateway secrets for storage. Only functions that sign requests, or check
/// those of receivers, decrypt them.
///
/// A sealed secret opens only for the configuration and the purpose that it was sealed for, so a
/// Signature stored in place of a header's value is never sent. If the key is missing or the text
/// was altered, it throws an unchecked exception without the text.
public interface SignatureVault {
  /// The purpose of a secret.
  enum Purpose {
    /// It signs requests. The sealed form of a Signature names no purpose, because Signatures were
    /// stored before other secrets.
    SIGNATURE,
    /// It is the value of a header, which requests carry in clear text.
    REQUEST_HEADER,
    /// It is the private key of a client certificate.
    CLIENT_KEY
  }

  SealedSignature seal(SignatureKey key, ConfigurationId configuration, Purpose purpose);

  SignatureKey open(SealedSignature signature, ConfigurationId configuration, Purpose purpose);
}
