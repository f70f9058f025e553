package io.cdrwebhooks.notice;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Duration;
import java.time.Instant;

/// The failed deliveries and unused links of one configuration that the next hourly notice counts.
///
/// `since` is when the first delivery was added. `latest` is the delivery that was added last, and
/// `reason` says why. The notice is sent at `dueAt`. Both times are whole milliseconds.
public record Digest(
    ConfigurationId configuration,
    long failed,
    long unused,
    Instant since,
    DeliveryId latest,
    String reason,
    Instant dueAt) {
  private static final Duration BETWEEN = Duration.ofHours(1);

  /// The shortest time until the next moment: a sweep may not find a nearer one in time.
  private static final Duration FOUND_WITHIN = Duration.ofMinutes(2);

  /// Returns when the configuration's next notice may be sent. Each configuration has one second of
  /// the hour, from its id, so that the notices of many are spread over the hour.
  public static Instant nextMoment(ConfigurationId configuration, Instant now) {
    long earliest = now.plus(FOUND_WITHIN).getEpochSecond() + 1;
    long second = configuration.value().hashCode();
    return Instant.ofEpochSecond(earliest + Math.floorMod(second - earliest, BETWEEN.toSeconds()));
  }
}
