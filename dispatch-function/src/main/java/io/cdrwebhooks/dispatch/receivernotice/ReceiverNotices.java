package io.cdrwebhooks.dispatch.receivernotice;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.notice.ReceiverNotice;
import io.cdrwebhooks.statement.StatementPart;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.WorkMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Creates the jobs that send notices to receivers whose configuration wants them, and starts each
/// with a message. If the message is lost, a sweep starts the job.
///
/// The id of a job depends only on its event, so an event that is handled twice causes one notice.
public record ReceiverNotices(
    DispatchStores stores, WorkMessages workMessages, RuntimeInputs inputs) {
  /// Returns whether the receiver of a configuration gets notices.
  static boolean areFor(WebhookConfiguration configuration) {
    return configuration.enabled() && configuration.terms().receiverNotices();
  }

  /// Announces the statement of a day whose last part is `last`.
  public void ofStatement(WebhookConfiguration configuration, StatementPart last, Instant now) {
    if (areFor(configuration)) {
      create(
          new ReceiverNotice.StatementReady(
              configuration.id(), last.day(), last.part(), last.sha256()),
          now);
    }
  }

  /// Announces that a task's report is missing. `last` is the task's last delivery, which may have
  /// belonged to another configuration.
  public void ofOverdueReport(CdrTask task, Delivery last, Instant expectedAt, Instant now) {
    Optional<Instant> lastReportAt =
        last.configurationId().equals(task.webhookConfigurationId())
            ? Optional.of(last.uploadedAt())
            : Optional.empty();
    task.webhookConfigurationId()
        .flatMap(stores.configurations()::find)
        .filter(ReceiverNotices::areFor)
        .ifPresent(
            configuration ->
                create(
                    new ReceiverNotice.ReportOverdue(
                        configuration.id(),
                        task.taskId(),
                        task.taskName(),
                        expectedAt,
                        lastReportAt),
                    now));
  }

  private void create(ReceiverNotice notice, Instant now) {
    BulkJob.Task task =
        new BulkJob.Task.Notify(notice.configuration(), notice.json(now), new TimeRange(now, now));
    if (stores.jobs().create(BulkJob.create(notice.id(), task, now))) {
      inputs
          .log()
          .info(
              "receiver-notice.created",
              Json.object(
                  "jobId", notice.id(),
                  "configurationId", notice.configuration(),
                  "notice", notice.kind()));
      workMessages.send(new DueWork.OfJob(notice.id()), Duration.ZERO);
    }
  }
}
