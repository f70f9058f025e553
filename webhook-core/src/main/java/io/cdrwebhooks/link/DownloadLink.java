package io.cdrwebhooks.link;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.report.ReportVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// From an access token to one version of a report, until `validUntil`.
///
/// `validUntil` is in whole seconds, because that is how the receiver is told.
public record DownloadLink(
    TokenHash tokenHash,
    DeliveryId delivery,
    ReportVersion report,
    Instant validUntil,
    boolean revoked) {
  /// How long a token is accepted after its attempt was prepared.
  public static final Duration LIFE = Duration.ofHours(24);

  /// How long an expired link is remembered, so that its receiver is told "expired", not "unknown".
  public static final Duration REMEMBERED = Duration.ofDays(30);

  public DownloadLink {
    if (!validUntil.equals(validUntil.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException("validUntil is in whole seconds");
    }
  }

  /// A link for an attempt that is prepared now.
  public static DownloadLink issue(
      AccessToken token, DeliveryId delivery, ReportVersion report, Instant now) {
    Instant validUntil = now.truncatedTo(ChronoUnit.SECONDS).plus(LIFE);
    return new DownloadLink(token.hash(), delivery, report, validUntil, false);
  }

  /// When the record may go.
  public Instant forgottenAt() {
    return validUntil.plus(REMEMBERED);
  }
}
