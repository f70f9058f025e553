package io.cdrwebhooks.configuration;

import io.cdrwebhooks.configuration.SignatureVault.Purpose;
import io.cdrwebhooks.gateway.RequestHeader;

/// A [RequestHeader] as stored: its name, and its value sealed like a Signature.
public record SealedHeader(String name, SealedSignature value) {
  /// Seals the value with the configuration's id, so that it opens for no other configuration.
  public static SealedHeader seal(
      RequestHeader header, SignatureVault vault, ConfigurationId configuration) {
    SignatureKey secret = new SignatureKey(header.value());
    return new SealedHeader(
        header.name(), vault.seal(secret, configuration, Purpose.REQUEST_HEADER));
  }

  RequestHeader open(SignatureVault vault, ConfigurationId configuration) {
    SignatureKey opened = vault.open(value, configuration, Purpose.REQUEST_HEADER);
    return new RequestHeader(name, opened.text());
  }
}
