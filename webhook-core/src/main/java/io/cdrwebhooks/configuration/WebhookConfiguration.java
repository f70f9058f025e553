package io.cdrwebhooks.configuration;

import java.time.Instant;
import java.util.Locale;

/// Where and how reports are announced: Configuration Name, Full URL, Signature, enabled or not.
///
/// Instants are whole milliseconds. `signature` is the sealed key, `signatureHint` its last
/// characters.
public record WebhookConfiguration(
    ConfigurationId id,
    String name,
    ReceiverUrl url,
    SealedSignature signature,
    String signatureHint,
    boolean enabled,
    Instant createdAt,
    Instant updatedAt,
    Revision revision) {
  public WebhookConfiguration {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a configuration has a name");
    }
  }

  /// The form in which names are unique: ignoring case, in no particular language.
  public static String uniqueForm(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
