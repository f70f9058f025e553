package io.cdrwebhooks.statistics;

import io.cdrwebhooks.delivery.Attempt;
import java.time.Instant;

/// The latest failed attempt of a configuration: when it ended, in whole milliseconds, and its
/// reason, one sentence.
public record LastFailure(Instant at, String reason) {
  static LastFailure of(Attempt attempt) {
    return new LastFailure(attempt.startedAt().plus(attempt.duration()), attempt.reason());
  }

  LastFailure orLater(LastFailure other) {
    return other.at.isAfter(at) ? other : this;
  }
}
