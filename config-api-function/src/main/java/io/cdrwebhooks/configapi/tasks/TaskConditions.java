package io.cdrwebhooks.configapi.tasks;

import io.cdrwebhooks.aws.http.Problem.FieldError;
import io.cdrwebhooks.aws.http.QueryParameters;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.configapi.http.SearchedText;
import io.cdrwebhooks.configuration.TaskFilter;
import io.cdrwebhooks.configuration.TaskFilter.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the filter and the order of the list of tasks from a query.
final class TaskConditions {
  private TaskConditions() {}

  /// Reads the filter. Answers 400 naming each invalid parameter.
  static Step<TaskFilter> read(QueryParameters query) {
    List<FieldError> errors = new ArrayList<>();
    Optional<String> text = SearchedText.read(query, errors);
    Optional<Order> order =
        query.value("sort", TaskConditions::order, "must be number or name", errors);
    return errors.isEmpty()
        ? new Step.Continue<>(new TaskFilter(text, order.orElse(Order.NUMBER)))
        : QueryParameters.refused(errors);
  }

  private static Optional<Order> order(String text) {
    return switch (text) {
      case "number" -> Optional.of(Order.NUMBER);
      case "name" -> Optional.of(Order.NAME);
      default -> Optional.empty();
    };
  }
}
