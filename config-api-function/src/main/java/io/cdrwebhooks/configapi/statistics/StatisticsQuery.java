package io.cdrwebhooks.configapi.statistics;

import io.cdrwebhooks.aws.http.Problem.FieldError;
import io.cdrwebhooks.aws.http.QueryParameters;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.aws.http.Timestamps;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.statistics.Statistics;
import io.cdrwebhooks.statistics.StatisticsWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The period of the counts that a caller requests, and one configuration or all.
public record StatisticsQuery(Optional<ConfigurationId> configurationId, StatisticsWindow window) {
  private static final Duration DEFAULT_LENGTH = Duration.ofHours(24);
  private static final String TIME =
      "must be a date and time with an offset, such as 2026-03-01T10:00:00Z";

  /// Reads the query. Without `to` the time ends now. Without `from` it starts 24 hours before its
  /// end.
  static Step<StatisticsQuery> read(QueryParameters query, Instant now) {
    List<FieldError> errors = new ArrayList<>();
    Optional<ConfigurationId> configuration =
        query.value(
            "configurationId",
            ConfigurationId::parse,
            "must be the id of a webhook configuration",
            errors);
    Optional<Instant> from = query.value("from", Timestamps::parse, TIME, errors);
    Optional<Instant> to = query.value("to", Timestamps::parse, TIME, errors);
    if (!errors.isEmpty()) {
      return QueryParameters.refused(errors);
    }
    Instant end = to.orElse(now);
    Instant start = from.orElseGet(() -> end.minus(DEFAULT_LENGTH));
    Optional<String> fault = fault(start, end, now, from.isPresent());
    if (fault.isPresent()) {
      return QueryParameters.refused(
          List.of(new FieldError(from.isPresent() ? "from" : "to", fault.get())));
    }
    return new Step.Continue<>(new StatisticsQuery(configuration, StatisticsWindow.of(start, end)));
  }

  /// Returns the error of a time range, for `from` if the request has it, and otherwise for `to`.
  private static Optional<String> fault(Instant from, Instant to, Instant now, boolean hasFrom) {
    if (from.isAfter(now)) {
      return Optional.of(
          hasFrom ? "must not be in the future" : "must not be more than a day in the future");
    }
    if (from.isBefore(now.minus(Statistics.RETENTION))) {
      return Optional.of(
          "must be at most %d days ago: older counts are deleted".formatted(hasFrom ? 100 : 99));
    }
    if (!from.isBefore(to)) {
      return Optional.of(hasFrom ? "must be before the end" : "must be after the start");
    }
    return Duration.between(from, to).compareTo(StatisticsWindow.MAX_LENGTH) > 0
        ? Optional.of(hasFrom ? "must be at most 90 days before the end" : "must be earlier")
        : Optional.empty();
  }
}
