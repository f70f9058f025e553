package io.cdrwebhooks.rhythm;

import io.cdrwebhooks.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// The interval at which a task is expected to produce reports. The next report is overdue when
/// `every` and then `grace` have passed since the last upload. Both are whole minutes.
public record ReportRhythm(Duration every, Duration grace) {
  public static final Duration SHORTEST = Duration.ofMinutes(15);
  public static final Duration LONGEST = Duration.ofDays(31);
  public static final Duration LONGEST_GRACE = Duration.ofDays(7);
  private static final Duration LEAST_USUAL_GRACE = Duration.ofMinutes(5);

  public ReportRhythm {
    if (!isAllowed(every)) {
      throw new IllegalArgumentException(
          "every must be whole minutes from %s to %s: %s".formatted(SHORTEST, LONGEST, every));
    }
    if (grace.isNegative()
        || grace.compareTo(LONGEST_GRACE) > 0
        || !grace.equals(Duration.ofMinutes(grace.toMinutes()))) {
      throw new IllegalArgumentException(
          "grace must be whole minutes from 0 to %s: %s".formatted(LONGEST_GRACE, grace));
    }
  }

  /// Reads a duration of ISO 8601, such as `PT1H` or `P1D`; empty if the text is malformed or the
  /// duration out of range.
  public static Optional<Duration> parseEvery(String text) {
    try {
      return Optional.of(Duration.parse(text)).filter(ReportRhythm::isAllowed);
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static boolean isAllowed(Duration every) {
    return every.compareTo(SHORTEST) >= 0
        && every.compareTo(LONGEST) <= 0
        && every.equals(Duration.ofMinutes(every.toMinutes()));
  }

  /// Returns the grace of a rhythm without one: a tenth of the rhythm, at least five minutes.
  public static Duration usualGrace(Duration every) {
    Duration tenth = Duration.ofMinutes(every.dividedBy(10).toMinutes());
    return Durations.longer(tenth, LEAST_USUAL_GRACE);
  }

  /// Returns when the report after one uploaded at `last` is expected.
  public Instant nextAfter(Instant last) {
    return last.plus(every);
  }

  /// Returns when the report after one uploaded at `last` is overdue.
  public Instant overdueAfter(Instant last) {
    return nextAfter(last).plus(grace);
  }
}
