package io.cdrwebhooks.statement;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryFilter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// The days of statements, in UTC, and when the statement of a day may be made.
public final class StatementDays {
  /// A day may still get reports for this time after its end. An invocation of at most two minutes
  /// sets a delivery's time and then writes the delivery, and the index follows within seconds. A
  /// missing number is settled after ten minutes.
  static final Duration CLOSES_AFTER = Duration.ofMinutes(15);

  /// Statements of all configurations are made within this time, each at its own second.
  private static final Duration SPREAD_OVER = Duration.ofHours(1);

  private StatementDays() {}

  public static LocalDate of(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  public static Instant beginning(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /// Returns the earliest time at which the statement of a day is made: 15 to 75 minutes after the
  /// day's end.
  public static Instant madeFrom(ConfigurationId configuration, LocalDate day) {
    long second = Math.floorMod(configuration.value().hashCode(), SPREAD_OVER.toSeconds());
    return beginning(day.plusDays(1)).plus(CLOSES_AFTER).plusSeconds(second);
  }

  /// Returns the last day that any configuration may have a statement of.
  public static LocalDate last(Instant now) {
    return of(now.minus(CLOSES_AFTER).minus(SPREAD_OVER)).minusDays(1);
  }

  /// Returns the last day that this configuration should have a statement of.
  public static LocalDate last(ConfigurationId configuration, Instant now) {
    LocalDate yesterday = of(now).minusDays(1);
    return madeFrom(configuration, yesterday).isAfter(now) ? yesterday.minusDays(1) : yesterday;
  }

  /// Returns the first day whose deliveries are all still kept.
  public static LocalDate earliest(Instant now) {
    return of(now.minus(Delivery.RETENTION)).plusDays(1);
  }

  /// Returns the filter for the deliveries of a configuration that were created on a day.
  static DeliveryFilter deliveriesOf(ConfigurationId configuration, LocalDate day) {
    return DeliveryFilter.ALL
        .ofConfiguration(configuration)
        .since(beginning(day))
        .before(beginning(day.plusDays(1)));
  }
}
