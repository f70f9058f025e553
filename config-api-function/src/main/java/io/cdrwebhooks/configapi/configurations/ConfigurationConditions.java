package io.cdrwebhooks.configapi.configurations;

import io.cdrwebhooks.aws.http.Problem.FieldError;
import io.cdrwebhooks.aws.http.QueryParameters;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.configapi.http.SearchedText;
import io.cdrwebhooks.configuration.ConfigurationFilter;
import io.cdrwebhooks.configuration.ConfigurationFilter.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads the filter of the list of configurations from a query.
final class ConfigurationConditions {
  private static final String STATES =
      Arrays.stream(State.values()).map(Enum::name).collect(Collectors.joining(", "));

  private ConfigurationConditions() {}

  /// Reads the filter. Answers 400 naming each invalid parameter.
  static Step<ConfigurationFilter> read(QueryParameters query) {
    List<FieldError> errors = new ArrayList<>();
    Optional<String> text = SearchedText.read(query, errors);
    Optional<State> state =
        query.value("state", ConfigurationConditions::state, "must be one of " + STATES, errors);
    return errors.isEmpty()
        ? new Step.Continue<>(new ConfigurationFilter(text, state))
        : QueryParameters.refused(errors);
  }

  private static Optional<State> state(String text) {
    return Arrays.stream(State.values()).filter(state -> state.name().equals(text)).findAny();
  }
}
