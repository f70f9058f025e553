package io.cdrwebhooks.configuration;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Where and how reports are announced: Configuration Name, Full URL, Signature, enabled or not.
///
/// Instants are whole milliseconds. `signatures` are sealed. `health` is no part of the revision:
/// dispatch notes it, and another URL or Signature, or enabling, begins it anew.
public record WebhookConfiguration(
    ConfigurationId id,
    String name,
    ReceiverUrl url,
    SignaturePeriods signatures,
    boolean enabled,
    SendLimits limits,
    ReceiverHealth health,
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

  /// The next revision, disabled by the system.
  public WebhookConfiguration disabled(String reason, Instant now) {
    return new WebhookConfiguration(
        id,
        name,
        url,
        signatures,
        false,
        limits,
        ReceiverHealth.disabled(reason, now),
        createdAt,
        now,
        revision.next());
  }

  /// The next revision with other Signatures.
  public WebhookConfiguration withSignatures(SignaturePeriods rotated, Instant now) {
    return new WebhookConfiguration(
        id,
        name,
        url,
        rotated,
        enabled,
        limits,
        new ReceiverHealth(Optional.empty(), health.disabledReason()),
        createdAt,
        now,
        revision.next());
  }
}
