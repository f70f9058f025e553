package io.cdrwebhooks.configuration;

import io.cdrwebhooks.configuration.SignatureVault.Purpose;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.terms.ReceiverTerms;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The settings for announcing reports to a receiver: the Configuration Name, the Full URL, the
/// Signature, and whether it is enabled.
///
/// Instants are whole milliseconds. `signatures` and `gateway` are sealed. Dispatch records
/// `health`, which is not part of the revision. A new URL, Signature or certificate, another header
/// name, and enabling reset it. Each `with` method returns the same revision with one other part.
public record WebhookConfiguration(
    ConfigurationId id,
    String name,
    ReceiverUrl url,
    SignaturePeriods signatures,
    GatewayCredentials gateway,
    boolean enabled,
    ReceiverTerms terms,
    ReceiverHealth health,
    Instant createdAt,
    Instant updatedAt,
    Revision revision) {
  public WebhookConfiguration {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a configuration must have a name");
    }
  }

  /// Returns a new configuration: enabled, with the standard terms and nothing for a gateway.
  public static WebhookConfiguration create(
      ConfigurationId id, String name, ReceiverUrl url, SignaturePeriods signatures, Instant now) {
    return new WebhookConfiguration(
        id,
        name,
        url,
        signatures,
        GatewayCredentials.NONE,
        true,
        ReceiverTerms.STANDARD,
        ReceiverHealth.GOOD,
        now,
        now,
        Revision.FIRST);
  }

  /// Opens the Signatures that are in force at `now`, the current one first.
  public List<SignatureKey> keysInForce(SignatureVault vault, Instant now) {
    return signatures.inForce(now).stream()
        .map(signature -> vault.open(signature, id, Purpose.SIGNATURE))
        .toList();
  }

  /// Opens the Signature that was given last: the upcoming one if there is one, otherwise the
  /// current one.
  public SignatureKey newestKey(SignatureVault vault) {
    return vault.open(signatures.periods().getLast().signature(), id, Purpose.SIGNATURE);
  }

  /// Opens the gateway credentials of its requests.
  public GatewayCredentials.Opened openGateway(SignatureVault vault) {
    return gateway.open(vault, id);
  }

  /// Returns the form in which names are unique: ignoring case, independent of language.
  public static String uniqueForm(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /// Returns the next revision, disabled by the system.
  public WebhookConfiguration disabled(String reason, Instant now) {
    return withEnabled(false).with(ReceiverHealth.disabled(reason, now)).next(now);
  }

  /// Returns the next revision, with other Signatures.
  public WebhookConfiguration withSignatures(SignaturePeriods rotated, Instant now) {
    return with(rotated).with(health.with(Optional.empty())).next(now);
  }

  /// Returns since when it is disabled; empty if it is enabled. If an earlier version disabled it,
  /// this is the time of its last change.
  public Optional<Instant> disabledSince() {
    return enabled ? Optional.empty() : Optional.of(health.disabledAt().orElse(updatedAt));
  }

  /// Returns whether operators must get a notice that the client certificate expires.
  public boolean mustWarnOfCertificate(Instant now) {
    return gateway.certificate().filter(certificate -> certificate.mustWarn(now)).isPresent();
  }

  /// Returns the next revision, whose client certificate is marked as reported to operators. People
  /// see no change.
  public WebhookConfiguration withWarnedCertificate(Instant now) {
    return with(gateway.warned(now)).next(updatedAt);
  }

  /// Returns the next revision, which a caller or the system made at `updatedAt`.
  public WebhookConfiguration next(Instant updatedAt) {
    return new WebhookConfiguration(
        id,
        name,
        url,
        signatures,
        gateway,
        enabled,
        terms,
        health,
        createdAt,
        updatedAt,
        revision.next());
  }

  public WebhookConfiguration withName(String name) {
    return copy(name, url, signatures, gateway, enabled, terms, health);
  }

  public WebhookConfiguration with(ReceiverUrl url) {
    return copy(name, url, signatures, gateway, enabled, terms, health);
  }

  public WebhookConfiguration with(SignaturePeriods signatures) {
    return copy(name, url, signatures, gateway, enabled, terms, health);
  }

  public WebhookConfiguration with(GatewayCredentials gateway) {
    return copy(name, url, signatures, gateway, enabled, terms, health);
  }

  public WebhookConfiguration withEnabled(boolean enabled) {
    return copy(name, url, signatures, gateway, enabled, terms, health);
  }

  public WebhookConfiguration with(ReceiverTerms terms) {
    return copy(name, url, signatures, gateway, enabled, terms, health);
  }

  public WebhookConfiguration with(ReceiverHealth health) {
    return copy(name, url, signatures, gateway, enabled, terms, health);
  }

  private WebhookConfiguration copy(
      String name,
      ReceiverUrl url,
      SignaturePeriods signatures,
      GatewayCredentials gateway,
      boolean enabled,
      ReceiverTerms terms,
      ReceiverHealth health) {
    return new WebhookConfiguration(
        id, name, url, signatures, gateway, enabled, terms, health, createdAt, updatedAt, revision);
  }
}
