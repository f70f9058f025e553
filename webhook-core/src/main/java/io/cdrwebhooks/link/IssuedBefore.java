package io.cdrwebhooks.link;

import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Selects the links of a configuration that were issued before `time`, or for an earlier revision
/// than `revision`.
///
/// The revision catches attempts in flight: an attempt that read the configuration before a change
/// may issue its link after the change. `time` is in whole seconds, like the times of links.
public record IssuedBefore(Instant time, Optional<Revision> revision) {
  private static final Duration SECOND = Duration.ofSeconds(1);

  public IssuedBefore {
    if (!time.equals(time.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException("time must be in whole seconds: " + time);
    }
  }

  /// Selects every link that was issued up to now, and the links of attempts that began with an
  /// earlier revision of the configuration.
  public static IssuedBefore now(Instant now, WebhookConfiguration configuration) {
    return new IssuedBefore(
        now.truncatedTo(ChronoUnit.SECONDS).plus(SECOND), Optional.of(configuration.revision()));
  }

  /// Selects the links that were issued before `at`. If the configuration did not change after
  /// `at`, it also selects the links of attempts that began before its last change.
  public static IssuedBefore at(Instant at, WebhookConfiguration configuration) {
    return new IssuedBefore(
        at.truncatedTo(ChronoUnit.SECONDS),
        Optional.of(configuration.revision()).filter(_ -> !at.isBefore(configuration.updatedAt())));
  }

  /// Returns a time at which all selected links without a revision have expired.
  public Instant validBefore() {
    return time.plus(DownloadLink.LIFE);
  }
}
