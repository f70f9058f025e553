package io.cdrwebhooks.configapi.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.FieldReader;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.TaskOptions;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.rhythm.ReportRhythm;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The fields of a CDR task in a request body, checked against the limits of the API.
///
/// `webhookConfigurationId` is empty when the Webhook option is off. The reader does not check that
/// the configuration exists. A body without a field of an option turns that option off.
record TaskFields(
    String taskName, Optional<ConfigurationId> webhookConfigurationId, TaskOptions options) {
  static final String NUMBERS = "numbersReports";
  static final String EVERY = "expectedEvery";
  static final String GRACE = "graceMinutes";
  static final String CONFIGURATION = "webhookConfigurationId";

  /// Only answers have this field: since when the task has this configuration, or none.
  static final String SINCE = "webhookSince";

  static Step<TaskFields> read(ObjectNode body, TaskId inPath) {
    FieldReader reader = new FieldReader(body);
    Optional<String> name = reader.name("taskName");
    Optional<ConfigurationId> configuration =
        reader.parsed(
            CONFIGURATION,
            ConfigurationId::parse,
            "must be the id of a webhook configuration, or null");
    TaskOptions options = new TaskOptions(reader.flag(NUMBERS, false), rhythm(reader));
    Optional<JsonNode> taskId = reader.value("taskId");
    if (taskId.isPresent() && !isSameNumber(taskId.get(), inPath)) {
      reader.refuse("taskId", "must be the number in the path, or left out");
    }
    if (inPath.equals(TaskId.SAMPLE)) {
      reader.refuse("taskId", "is reserved for the tests of webhook configurations");
    }
    return reader.finish(
        Map.of(SINCE, FieldReader.READ_ONLY),
        () -> new TaskFields(name.orElseThrow(), configuration, options));
  }

  /// Writes the options as the API shows them.
  static void put(ObjectNode json, TaskOptions options) {
    json.put(NUMBERS, options.numbered())
        .put(EVERY, options.rhythm().map(each -> each.every().toString()).orElse(null))
        .put(GRACE, options.rhythm().map(each -> each.grace().toMinutes()).orElse(null));
  }

  /// A grace without a rhythm is an error: the caller meant to set a rhythm.
  private static Optional<ReportRhythm> rhythm(FieldReader reader) {
    Optional<Duration> every =
        reader.parsed(
            EVERY,
            ReportRhythm::parseEvery,
            "must be whole minutes from PT15M to P31D, as a duration of ISO 8601 such as PT1H");
    OptionalLong grace = reader.wholeNumber(GRACE, 0, ReportRhythm.LONGEST_GRACE.toMinutes());
    if (grace.isPresent() && reader.value(EVERY).isEmpty()) {
      reader.refuse(GRACE, "needs expectedEvery");
    }
    return every.map(
        each ->
            new ReportRhythm(
                each,
                grace.isPresent()
                    ? Duration.ofMinutes(grace.getAsLong())
                    : ReportRhythm.usualGrace(each)));
  }

  private static boolean isSameNumber(JsonNode value, TaskId inPath) {
    OptionalLong number = FieldReader.wholeNumber(value);
    return number.isPresent() && number.getAsLong() == inPath.value();
  }
}
