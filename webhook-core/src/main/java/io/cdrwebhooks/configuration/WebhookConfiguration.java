package io.cdrwebhooks.configuration;

import io.cdrwebhooks.configuration.SignatureVault.Purpose;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.terms.ReceiverTerms;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where and how reports are announced: the Configuration Name, the Full URL, the Signature, and
/// whether it is enabled.
///
/// Instants are whole milliseconds. `signatures` and `gateway` are sealed. Dispatch records
/// `health`, which is not part of the revision. A new URL, Signature or certificate, another header
/// name, and enabling reset it.
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
    return next(signatures, false, ReceiverHealth.disabled(reason, now), now);
  }

  /// Returns the next revision, with other Signatures.
  public WebhookConfiguration withSignatures(SignaturePeriods rotated, Instant now) {
    return next(rotated, enabled, health.with(Optional.empty()), now);
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
    return new WebhookConfiguration(
        id,
        name,
        url,
        signatures,
        gateway.warned(now),
        enabled,
        terms,
        health,
        createdAt,
        updatedAt,
        revision.next());
  }

  /// Returns the same revision with another health, which is not part of it.
  public WebhookConfiguration with(ReceiverHealth other) {
    return new WebhookConfiguration(
        id, name, url, signatures, gateway, enabled, terms, other, createdAt, updatedAt, revision);
  }

  private WebhookConfiguration next(
      SignaturePeriods nextSignatures,
      boolean nextEnabled,
      ReceiverHealth nextHealth,
      Instant now) {
    return new WebhookConfiguration(
        id,
        name,
        url,
        nextSignatures,
        gateway,
        nextEnabled,
        terms,
        nextHealth,
        createdAt,
        now,
        revision.next());
  }
}
