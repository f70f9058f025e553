package io.cdrwebhooks.configapi.http;

import io.cdrwebhooks.aws.http.FieldReader;
import io.cdrwebhooks.aws.http.Problem.FieldError;
import io.cdrwebhooks.aws.http.QueryParameters;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.aws.http.Timestamps;
import io.cdrwebhooks.change.ChangeFilter;
import io.cdrwebhooks.change.ChangedThing;
import io.cdrwebhooks.configuration.ConfigurationFilter;
import io.cdrwebhooks.configuration.ConfigurationFilter.State;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.TaskFilter;
import io.cdrwebhooks.configuration.TaskFilter.Order;
import io.cdrwebhooks.delivery.DeliveryFilter;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Reads the filters of lists, and the text of a search, from queries. Each method answers 400
/// naming every invalid parameter.
public final class ListFilters {
  private static final int MAX_SUBJECT = 256;
  private static final String TIME =
      "must be a date and time (RFC 3339), with Z or an offset whose + is encoded as %2B";

  /// The length of the longest key of an object in S3.
  private static final int MAX_TEXT = 1_024;

  private static final String TEXT =
      "must have 1 to " + MAX_TEXT + " characters, and must not be blank";

  private ListFilters() {}

  /// Reads the text that a person looks for, without the blanks around it.
  public static Step<String> text(QueryParameters query) {
    List<FieldError> errors = new ArrayList<>();
    Optional<String> text = text(query, errors);
    if (query.value("q").isEmpty()) {
      errors.add(new FieldError("q", "is missing: it " + TEXT));
    }
    return filter(errors, text::orElseThrow);
  }

  private static Optional<String> text(QueryParameters query, List<FieldError> errors) {
    return query.value(
        "q",
        text ->
            Optional.of(text)
                .filter(each -> !each.isBlank() && FieldReader.hasLength(each, 1, MAX_TEXT))
                .map(String::strip),
        TEXT,
        errors);
  }

  public static Step<ConfigurationFilter> configurations(QueryParameters query) {
    List<FieldError> errors = new ArrayList<>();
    Optional<String> text = text(query, errors);
    Optional<State> state = oneOf("state", State.values(), query, errors);
    return filter(errors, () -> new ConfigurationFilter(text, state));
  }

  public static Step<TaskFilter> tasks(QueryParameters query) {
    List<FieldError> errors = new ArrayList<>();
    Optional<String> text = text(query, errors);
    Optional<Order> order =
        query.value("sort", ListFilters::order, "must be number or name", errors);
    return filter(errors, () -> new TaskFilter(text, order.orElse(Order.NUMBER)));
  }

  public static Step<DeliveryFilter> deliveries(QueryParameters query) {
    List<FieldError> errors = new ArrayList<>();
    Optional<TaskId> taskId =
        query.value("taskId", TaskId::parse, "must be the number of a CDR task", errors);
    Optional<ConfigurationId> configurationId =
        query.value(
            "configurationId", ConfigurationId::parse, "must be the id of a configuration", errors);
    Optional<DeliveryStatus> status = oneOf("status", DeliveryStatus.values(), query, errors);
    Optional<Boolean> test =
        query.value("test", ListFilters::flag, "must be true or false", errors);
    Optional<Instant> from = query.value("from", Timestamps::parse, TIME, errors);
    Optional<Instant> until = until(from, query, errors);
    return filter(
        errors, () -> new DeliveryFilter(taskId, configurationId, status, from, until, test));
  }

  public static Step<ChangeFilter> changes(QueryParameters query) {
    List<FieldError> errors = new ArrayList<>();
    Optional<ChangedThing> about =
        query.value(
            "about",
            ChangedThing::parse,
            "must be configuration:, task: or delivery:, and the id of one",
            errors);
    Optional<String> subject =
        query.value(
            "subject",
            text -> Optional.of(text).filter(each -> FieldReader.hasLength(each, 1, MAX_SUBJECT)),
            "must have 1 to " + MAX_SUBJECT + " characters",
            errors);
    Optional<Instant> from = query.value("from", Timestamps::parse, TIME, errors);
    Optional<Instant> until = until(from, query, errors);
    return filter(errors, () -> new ChangeFilter(about, subject, from, until));
  }

  private static <T> Step<T> filter(List<FieldError> errors, Supplier<T> filter) {
    return errors.isEmpty() ? new Step.Continue<>(filter.get()) : QueryParameters.refused(errors);
  }

  private static Optional<Instant> until(
      Optional<Instant> from, QueryParameters query, List<FieldError> errors) {
    Optional<Instant> until = query.value("to", Timestamps::parse, TIME, errors);
    if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
      errors.add(new FieldError("from", "must be before the end"));
    }
    return until;
  }

  private static <E extends Enum<E>> Optional<E> oneOf(
      String name, E[] values, QueryParameters query, List<FieldError> errors) {
    String names = Arrays.stream(values).map(Enum::name).collect(Collectors.joining(", "));
    return query.value(name, text -> named(values, text), "must be one of " + names, errors);
  }

  /// Returns the value with this name; empty if there is none.
  public static <E extends Enum<E>> Optional<E> named(E[] values, String name) {
    return Arrays.stream(values).filter(value -> value.name().equals(name)).findAny();
  }

  private static Optional<Order> order(String text) {
    return switch (text) {
      case "number" -> Optional.of(Order.NUMBER);
      case "name" -> Optional.of(Order.NAME);
      default -> Optional.empty();
    };
  }

  private static Optional<Boolean> flag(String text) {
    return switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
