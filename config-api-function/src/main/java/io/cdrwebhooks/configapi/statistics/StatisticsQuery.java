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
    Optional<Fault> fault = fault(start, end, now);
    if (fault.isPresent()) {
      return QueryParameters.refused(
          List.of(
              from.isPresent()
                  ? new FieldError("from", fault.get().from())
                  : new FieldError("to", fault.get().to())));
    }
    return new Step.Continue<>(new StatisticsQuery(configuration, StatisticsWindow.of(start, end)));
  }

  /// The error of a time range, in words for `from` and for `to`. The answer names the parameter
  /// that the request has.
  private record Fault(String from, String to) {}

  private static Optional<Fault> fault(Instant from, Instant to, Instant now) {
    if (from.isAfter(now)) {
      return Optional.of(
          new Fault("must not be in the future", "must not be more than a day in the future"));
    }
    if (from.isBefore(now.minus(Statistics.RETENTION))) {
      return Optional.of(
          new Fault(
              "must be at most 100 days ago: older counts are deleted",
              "must be at most 99 days ago: older counts are deleted"));
    }
    if (!from.isBefore(to)) {
      return Optional.of(new Fault("must be before the end", "must be after the start"));
    }
    return Duration.between(from, to).compareTo(StatisticsWindow.MAX_LENGTH) > 0
        ? Optional.of(new Fault("must be at most 90 days before the end", "must be earlier"))
        : Optional.empty();
  }
}
