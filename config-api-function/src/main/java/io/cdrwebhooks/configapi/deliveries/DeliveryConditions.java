package io.cdrwebhooks.configapi.deliveries;

import io.cdrwebhooks.aws.http.Problem.FieldError;
import io.cdrwebhooks.aws.http.QueryParameters;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.aws.http.Timestamps;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryFilter;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads the filter of the list of deliveries from a query.
public final class DeliveryConditions {
  private static final String STATUSES =
      Arrays.stream(DeliveryStatus.values()).map(Enum::name).collect(Collectors.joining(", "));
  private static final String TIME =
      "must be a date and time (RFC 3339), with Z or an offset whose + is encoded as %2B";

  private DeliveryConditions() {}

  /// Reads the filter. Answers 400 naming each invalid parameter.
  static Step<DeliveryFilter> read(QueryParameters query) {
    List<FieldError> errors = new ArrayList<>();
    Optional<TaskId> taskId =
        query.value("taskId", TaskId::parse, "must be the number of a CDR task", errors);
    Optional<ConfigurationId> configurationId =
        query.value(
            "configurationId", ConfigurationId::parse, "must be the id of a configuration", errors);
    Optional<DeliveryStatus> status =
        query.value("status", DeliveryConditions::status, "must be one of " + STATUSES, errors);
    Optional<Boolean> test =
        query.value("test", DeliveryConditions::flag, "must be true or false", errors);
    Optional<Instant> from = query.value("from", Timestamps::parse, TIME, errors);
    Optional<Instant> until = query.value("to", Timestamps::parse, TIME, errors);
    if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
      errors.add(new FieldError("from", "must be before the end"));
    }
    return errors.isEmpty()
        ? new Step.Continue<>(
            new DeliveryFilter(taskId, configurationId, status, from, until, test))
        : QueryParameters.refused(errors);
  }

  private static Optional<Boolean> flag(String text) {
    return switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<DeliveryStatus> status(String text) {
    return Arrays.stream(DeliveryStatus.values())
        .filter(status -> status.name().equals(text))
        .findAny();
  }
}
