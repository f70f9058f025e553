package io.cdrwebhooks.configapi;

import io.cdrwebhooks.aws.awsevents.Problem.FieldError;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryFilter;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads from a query which deliveries a list is to have.
final class DeliveryConditions {
  /// With the window of any list.
  static final Set<String> PARAMETERS =
      Set.of("taskId", "configurationId", "status", "from", "to", "cursor", "limit");

  private static final String STATUSES =
      Arrays.stream(DeliveryStatus.values()).map(Enum::name).collect(Collectors.joining(", "));
  private static final String TIME =
      "must be a date and time as in RFC 3339, with Z or an offset whose + is written %2B";

  private final QueryParameters query;
  private final List<FieldError> errors = new ArrayList<>();

  private DeliveryConditions(QueryParameters query) {
    this.query = query;
  }

  /// 400 naming each parameter at fault.
  static Step<DeliveryFilter> read(QueryParameters query) {
    return new DeliveryConditions(query).read();
  }

  private Step<DeliveryFilter> read() {
    Optional<TaskId> taskId = value("taskId", TaskId::parse, "must be the number of a CDR task");
    Optional<ConfigurationId> configurationId =
        value("configurationId", ConfigurationId::parse, "must be the id of a configuration");
    Optional<DeliveryStatus> status =
        value("status", DeliveryConditions::status, "must be one of " + STATUSES);
    Optional<Instant> from = value("from", Timestamps::parse, TIME);
    Optional<Instant> until = value("to", Timestamps::parse, TIME);
    if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
      errors.add(new FieldError("from", "must be before the end"));
    }
    return errors.isEmpty()
        ? new Step.Continue<>(new DeliveryFilter(taskId, configurationId, status, from, until))
        : new Step.Answered<>(QueryParameters.refused(errors));
  }

  /// Empty if it is not given, or at fault.
  private <T> Optional<T> value(String name, Function<String, Optional<T>> parse, String rule) {
    Optional<String> text = query.value(name);
    Optional<T> value = text.flatMap(parse);
    if (text.isPresent() && value.isEmpty()) {
      errors.add(new FieldError(name, rule));
    }
    return value;
  }

  private static Optional<DeliveryStatus> status(String text) {
    return Arrays.stream(DeliveryStatus.values())
        .filter(status -> status.name().equals(text))
        .findAny();
  }
}
