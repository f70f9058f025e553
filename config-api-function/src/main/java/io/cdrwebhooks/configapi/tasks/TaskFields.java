package io.cdrwebhooks.configapi.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.configapi.http.FieldReader;
import io.cdrwebhooks.configapi.http.Step;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.TaskId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The fields of a CDR task in a request body, checked against the limits of the API.
///
/// `webhookConfigurationId` is empty when the Webhook option is off. The reader does not check that
/// the configuration exists. `numbersReports` is false when it is absent.
record TaskFields(
    String taskName, Optional<ConfigurationId> webhookConfigurationId, boolean numbersReports) {
  static final String NUMBERS = "numbersReports";
  static final String CONFIGURATION = "webhookConfigurationId";

  /// Only in answers: since when the task has this configuration, or none.
  static final String SINCE = "webhookSince";

  static Step<TaskFields> read(ObjectNode body, TaskId inPath) {
    FieldReader reader = new FieldReader(body);
    Optional<String> name = reader.name("taskName");
    Optional<ConfigurationId> configuration =
        reader.parsed(
            CONFIGURATION,
            ConfigurationId::parse,
            "must be the id of a webhook configuration, or null");
    boolean numbersReports = reader.flag(NUMBERS, false);
    Optional<JsonNode> taskId = reader.value("taskId");
    if (taskId.isPresent() && !stands(taskId.get(), inPath)) {
      reader.refuse("taskId", "must be the number in the path, or left out");
    }
    if (inPath.equals(TaskId.SAMPLE)) {
      reader.refuse("taskId", "is reserved for the tests of webhook configurations");
    }
    return reader.finish(
        Map.of(SINCE, FieldReader.KEPT_BY_US),
        () -> new TaskFields(name.orElseThrow(), configuration, numbersReports));
  }

  private static boolean stands(JsonNode value, TaskId inPath) {
    OptionalLong number = FieldReader.wholeNumber(value);
    return number.isPresent() && number.getAsLong() == inPath.value();
  }
}
