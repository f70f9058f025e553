package io.cdrwebhooks.request;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Accepts each request once, and only as many requests as the limits allow.
///
/// Only requests with a right signature reach it, so strangers cannot use up the limits. A store
/// that cannot be reached throws an unchecked exception.
public interface AcceptedRequests {
  /// The largest difference between a receiver's time and ours.
  Duration WINDOW = Duration.ofMinutes(5);

  /// An id stays used for this time. A request may have a time at one end of the window and arrive
  /// at the other end.
  Duration ID_KEPT = WINDOW.multipliedBy(3);

  int MAX_PER_SECOND = 10;
  int MAX_RENEWALS_PER_HOUR = 20;

  /// Accepts a request. A repeated id counts towards no limit. `renewed` is the delivery whose link
  /// the request renews; empty for other requests.
  Acceptance accept(
      ConfigurationId configuration, RequestId id, Optional<DeliveryId> renewed, Instant now);

  /// The answer to [#accept].
  sealed interface Acceptance {
    record Accepted() implements Acceptance {}

    record IdUsed() implements Acceptance {}

    /// A limit is used up; it allows the next request after `retryAfter`, in whole seconds.
    record TooMany(Duration retryAfter) implements Acceptance {}
  }

  /// A limit of at most `most` requests in each `period`. `of` names what is counted.
  record Limit(String of, Duration period, int most) {
    static Limit of(ConfigurationId configuration) {
      return new Limit(configuration.value(), Duration.ofSeconds(1), MAX_PER_SECOND);
    }

    static Limit of(DeliveryId delivery) {
      return new Limit(delivery.value(), Duration.ofHours(1), MAX_RENEWALS_PER_HOUR);
    }

    /// Returns the limits of a request; the request must stay within all of them.
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
