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
    return next(signatures, false, ReceiverHealth.disabled(reason, now), now);
  }

  /// The next revision with other Signatures.
  public WebhookConfiguration withSignatures(SignaturePeriods rotated, Instant now) {
    ReceiverHealth anew = new ReceiverHealth(Optional.empty(), health.disabledReason());
    return next(rotated, enabled, anew, now);
  }

  private WebhookConfiguration next(
      SignaturePeriods nextSignatures, boolean stays, ReceiverHealth nextHealth, Instant now) {
    return new WebhookConfiguration(
        id, name, url, nextSignatures, stays, limits, nextHealth, createdAt, now, revision.next());
  }
}
