package io.cdrwebhooks.link;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.LinkFollow;
import io.cdrwebhooks.report.ReportVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// A link from an access token to one version of a report, valid until `validUntil`.
///
/// `validUntil` is in whole seconds, as in the payload. `configuration` is the one whose receiver
/// got the link, and `issuedFor` its revision; links of earlier versions lack them.
public record DownloadLink(
    TokenHash tokenHash,
    DeliveryId delivery,
    ReportVersion report,
    Instant validUntil,
    boolean revoked,
    SecondFactor secondFactor,
    Optional<ConfigurationId> configuration,
    Optional<Revision> issuedFor) {
  /// A token is valid for this time after the preparation of its attempt.
  public static final Duration LIFE = Duration.ofHours(24);

  /// An expired link stays stored for this time, so that its receiver gets the answer "expired"
  /// instead of "unknown".
  public static final Duration STORED_AFTER_END = Duration.ofDays(30);

  public DownloadLink {
    if (!validUntil.equals(validUntil.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException("validUntil must be in whole seconds: " + validUntil);
    }
  }

  /// Creates a link that needs only its token, and names no configuration.
  public DownloadLink(
      TokenHash tokenHash,
      DeliveryId delivery,
      ReportVersion report,
      Instant validUntil,
      boolean revoked) {
    this(
        tokenHash,
        delivery,
        report,
        validUntil,
        revoked,
        new SecondFactor.None(),
        Optional.empty(),
        Optional.empty());
  }

  /// Creates the link for an attempt that is prepared now.
  public static DownloadLink issue(AccessToken token, Delivery delivery, Instant now) {
    return new DownloadLink(
        token.hash(),
        delivery.id(),
        delivery.report(),
        now.truncatedTo(ChronoUnit.SECONDS).plus(LIFE),
        false,
        new SecondFactor.None(),
        delivery.configurationId(),
        Optional.empty());
  }

  /// Returns the same link, which needs `factor` in addition to its token.
  public DownloadLink needing(SecondFactor factor) {
    return new DownloadLink(
        tokenHash, delivery, report, validUntil, revoked, factor, configuration, issuedFor);
  }

  /// Returns the same link, issued to the receiver of a configuration at this revision.
  public DownloadLink issuedFor(Revision revision) {
    return new DownloadLink(
        tokenHash,
        delivery,
        report,
        validUntil,
        revoked,
        secondFactor,
        configuration,
        Optional.of(revision));
  }

  /// Returns when the link was issued, in whole seconds.
  public Instant issuedAt() {
    return validUntil.minus(LIFE);
  }

  /// Returns the record of a use of this link at this time, from this address.
  public LinkFollow followed(Instant at, String address) {
    return new LinkFollow(IssuedLink.name(tokenHash), validUntil, at, address);
  }

  /// Returns when the stored link may be deleted.
  public Instant forgottenAt() {
    return validUntil.plus(STORED_AFTER_END);
  }
}
