package io.cdrwebhooks.configuration;

import java.time.Instant;
import java.util.List;

/// Encrypts Signatures for storage. Only the functions that sign, or check a receiver's request,
/// decrypt them.
///
/// It opens a sealed Signature only for the configuration for which it was sealed. If the key is
/// missing or the text was altered, it throws an unchecked exception without the text.
public interface SignatureVault {
  SealedSignature seal(SignatureKey key, ConfigurationId configuration);

  SignatureKey open(SealedSignature signature, ConfigurationId configuration);

  /// Opens the Signatures of a configuration that are in force at `now`, the current one first.
  default List<SignatureKey> keysInForce(WebhookConfiguration configuration, Instant now) {
    return configuration.signatures().inForce(now).stream()
        .map(signature -> open(signature, configuration.id()))
        .toList();
  }
}
