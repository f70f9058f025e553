package io.cdrwebhooks.notice;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.work.BulkJobId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SequencedMap;

/// A message to a receiver that is not an announcement, if its configuration asks for such notices.
/// The body begins with the property `notice`, which no announcement has.
///
/// Instants are whole milliseconds.
public sealed interface ReceiverNotice {
  ConfigurationId configuration();

  /// Returns a text that identifies its event.
  String event();

  /// Returns the name of its kind.
  String kind();

  /// Returns the properties of its kind.
  SequencedMap<String, Object> details();

  /// The statement of `day` is complete, with the parts 1 to `parts`. `sha256` is the digest of the
  /// last part, which the statement of the next day also names.
  record StatementReady(ConfigurationId configuration, LocalDate day, int parts, String sha256)
      implements ReceiverNotice {
    @Override
    public String event() {
      return "statement %s %s".formatted(configuration, day);
    }

    @Override
    public String kind() {
      return "statement-ready";
    }

    @Override
    public SequencedMap<String, Object> details() {
      return Json.object("day", day, "parts", parts, "sha256", sha256);
    }
  }

  /// A report of a task was expected at `expectedAt` and is missing. `lastReportAt` is the upload
  /// of the last report; empty if that was for another configuration.
  ///
  /// Reports of a configuration that were expected within the same ten minutes are one event. When
  /// a whole export stops, thousands of tasks would otherwise queue for one receiver.
  record ReportOverdue(
      ConfigurationId configuration,
      TaskId task,
      String taskName,
      Instant expectedAt,
      Optional<Instant> lastReportAt)
      implements ReceiverNotice {
    @Override
    public String event() {
      long tenMinutes = expectedAt.getEpochSecond() / 600;
      return "overdue %s %s".formatted(configuration, Instant.ofEpochSecond(tenMinutes * 600));
    }

    @Override
    public String kind() {
      return "report-overdue";
    }

    @Override
    public SequencedMap<String, Object> details() {
      return Json.object(
          "taskId", task.value(),
          "taskName", taskName,
          "expectedAt", Json.instant(expectedAt),
          "lastReportAt", lastReportAt.map(Json::instant).orElse(""));
    }
  }

  /// Returns the id of the notice, which is its `webhook-id` and the id of its job.
  default BulkJobId id() {
    return BulkJobId.ofNotice(event());
  }

  /// Returns the body that the receiver gets. `at` is when the notice was made.
  default String json(Instant at) {
    SequencedMap<String, Object> body =
        Json.object(
            "notice", kind(),
            "id", id(),
            "at", Json.instant(at),
            "configurationId", configuration());
    body.putAll(details());
    return Json.write(body);
  }
}
