package io.cdrwebhooks.notice;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Duration;
import java.time.Instant;

/// The failed deliveries and unused links of one configuration that the next hourly notice counts.
///
/// `warnings` counts the warnings about the configuration and its tasks that could not be mailed at
/// once. `warning` is the text of one of them; empty if there is none.
///
/// `since` is when the first notice was added. `latest` is the delivery that was added last, and
/// `reason` is its reason. The notice is sent at `dueAt`. Both times are whole milliseconds.
public record Digest(
    ConfigurationId configuration,
    long failed,
    long unused,
    long warnings,
    String warning,
    Instant since,
    DeliveryId latest,
    String reason,
    Instant dueAt) {
  private static final Duration BETWEEN = Duration.ofHours(1);

  /// The shortest time until the next moment: a sweep may find a nearer one too late.
  private static final Duration FOUND_WITHIN = Duration.ofMinutes(2);

  /// Returns when the configuration's next notice may be sent. Each configuration has one second of
  /// the hour, from its id, so that the notices of many are spread over the hour.
  public static Instant nextMoment(ConfigurationId configuration, Instant now) {
    long earliest = now.plus(FOUND_WITHIN).getEpochSecond() + 1;
    return Instant.ofEpochSecond(
        earliest + Math.floorMod(second(configuration) - earliest, BETWEEN.toSeconds()));
  }

  /// Returns how long ago the configuration's last moment was: less than an hour.
  public static Duration sinceMoment(ConfigurationId configuration, Instant now) {
    return Duration.ofSeconds(
        Math.floorMod(now.getEpochSecond() - second(configuration), BETWEEN.toSeconds()));
  }

  private static long second(ConfigurationId configuration) {
    return configuration.value().hashCode();
  }
}
