package io.cdrwebhooks.request;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Accepts each request once, and no more requests than the limits allow.
///
/// Only requests whose signature holds come here, so that strangers exhaust nothing. A store that
/// cannot be reached is an unchecked exception.
public interface AcceptedRequests {
  /// How far a receiver's time may be from ours.
  Duration WINDOW = Duration.ofMinutes(5);

  /// How long an id stays used: a request of the window's one end may come until its other end.
  Duration ID_KEPT = WINDOW.multipliedBy(3);

  int MAX_PER_SECOND = 10;
  int MAX_RENEWALS_PER_HOUR = 20;

  /// Accepts a request. A repeat of an id counts for no limit. `renewed` is the delivery whose link
  /// it renews; empty for other requests.
  Acceptance accept(
      ConfigurationId configuration, RequestId id, Optional<DeliveryId> renewed, Instant now);

  /// The answer to [#accept].
  sealed interface Acceptance {
    record Accepted() implements Acceptance {}

    record IdUsed() implements Acceptance {}

    /// The limit allows the next one after `retryAfter`, in whole seconds.
    record TooMany(Duration retryAfter) implements Acceptance {}
  }

  /// A count of requests: at most `most` in each `period`. `of` names what is counted.
  record Limit(String of, Duration period, int most) {
    static Limit of(ConfigurationId configuration) {
      return new Limit(configuration.value(), Duration.ofSeconds(1), MAX_PER_SECOND);
    }

    static Limit of(DeliveryId delivery) {
      return new Limit(delivery.value(), Duration.ofHours(1), MAX_RENEWALS_PER_HOUR);
    }

    /// Returns the limits of a request; each must hold.
    public static List<Limit> all(ConfigurationId configuration, Optional<DeliveryId> renewed) {
      return renewed
          .map(delivery -> List.of(of(configuration), of(delivery)))
          .orElseGet(() -> List.of(of(configuration)));
    }

    /// Returns the beginning of the period that `now` is in.
    public Instant beginning(Instant now) {
      long seconds = period.toSeconds();
      return Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), seconds) * seconds);
    }

    /// Returns the time until the next period, in whole seconds.
    public Duration untilNext(Instant now) {
      return Duration.ofSeconds(
          Math.max(1, beginning(now).plus(period).getEpochSecond() - now.getEpochSecond()));
    }
  }
}
