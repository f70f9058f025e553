package io.cdrwebhooks.aws.awsevents;

import io.cdrwebhooks.change.ChangeRecord;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.notice.Digest;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.report.TaskId;
import java.util.Map;

/// Converts notices to events of EventBridge: a source, a kind (`detail-type`) and a detail in
/// JSON.
///
/// EventBridge rules and the operators' programs match these names, so the names must not change.
/// Fields may be added.
public final class NoticeJson {
  /// The source of every event that this system sends.
  public static final String SOURCE = "cdr-webhooks";

  /// The kinds of notices that people get by mail.
  public static final String CONFIGURATION_FAILING = "Configuration failing";

  public static final String CONFIGURATION_DISABLED = "Configuration disabled";
  public static final String CERTIFICATE_EXPIRING = "Certificate expiring";
  public static final String RECEIVER_CHANGED = "Receiver changed";
  public static final String DELIVERY_DIGEST = "Delivery digest";

  /// Fields of a notice that a mail shows.
  public static final String CONFIGURATION_ID = "configurationId";

  public static final String CONFIGURATION_NAME = "configurationName";
  public static final String DELIVERY_ID = "deliveryId";
  public static final String SINCE = "since";
  public static final String NOT_AFTER = "notAfter";
  public static final String REASON = "reason";
  public static final String FAILED_DELIVERIES = "failedDeliveries";
  public static final String UNUSED_LINKS = "unusedLinks";
  public static final String TEXT = "text";
  public static final String CHANGE_ID = "changeId";

  /// The field of a notice that is not mailed now: the digest has it, or `Changes` in the console.
  /// The others have no such field.
  public static final String MAIL_LATER = "mailLater";

  private static final String TASK_ID = "taskId";
  private static final String FILE_NAME = "fileName";

  private NoticeJson() {}

  /// Returns the event's `detail-type`.
  public static String kind(Notice notice) {
    return switch (notice) {
      case Notice.ConfigurationFailing _ -> CONFIGURATION_FAILING;
      case Notice.ConfigurationDisabled _ -> CONFIGURATION_DISABLED;
      case Notice.CertificateExpiring _ -> CERTIFICATE_EXPIRING;
      case Notice.ReportOverdue _ -> "Report overdue";
      case Notice.ReportArrivedLate _ -> "Report arrived late";
      case Notice.DeliveryFailed _ -> "Delivery failed";
      case Notice.LinkUnused _ -> "Download link unused";
      case Notice.ReceiverChanged _ -> RECEIVER_CHANGED;
      case Notice.DeliveryDigest _ -> DELIVERY_DIGEST;
    };
  }

  /// Returns the event's `detail`: the ids and texts of the notice. Instants have the form of RFC
  /// 3339, in UTC.
  public static String detail(Notice notice) {
    return Json.write(fields(notice));
  }

  /// Returns the parts of the event that this system sets, as a rule's target gets them: `source`,
  /// `detail-type` and `detail`, on one line.
  public static String event(Notice notice) {
    return Json.write(
        Json.object("source", SOURCE, "detail-type", kind(notice), "detail", fields(notice)));
  }

  private static Map<String, Object> fields(Notice notice) {
    Map<String, Object> fields = texts(notice);
    if (notice.mailLater()) {
      fields.put(MAIL_LATER, true);
    }
    return fields;
  }

  private static Map<String, Object> texts(Notice notice) {
    return switch (notice) {
      case Notice.ConfigurationFailing failing ->
          ofConfiguration(failing, failing.name(), SINCE, failing.since());
      case Notice.ConfigurationDisabled disabled ->
          ofConfiguration(disabled, disabled.name(), REASON, disabled.reason());
      case Notice.CertificateExpiring expiring ->
          ofConfiguration(expiring, expiring.name(), NOT_AFTER, expiring.notAfter());
      case Notice.ReportOverdue overdue ->
          ofTask(
              overdue,
              overdue.task(),
              overdue.taskName(),
              Json.object(
                  "lastReportAt", overdue.lastReportAt(),
                  "expectedAt", overdue.expectedAt()));
      case Notice.ReportArrivedLate late ->
          ofTask(
              late,
              late.task(),
              late.taskName(),
              Json.object(
                  "uploadedAt", late.uploadedAt(),
                  "expectedAt", late.expectedAt(),
                  "overdueAt", late.overdueAt()));
      case Notice.DeliveryFailed failed ->
          ofDelivery(failed, failed.task(), failed.fileName(), REASON, failed.reason());
      case Notice.LinkUnused unused ->
          ofDelivery(unused, unused.task(), unused.fileName(), "validUntil", unused.validUntil());
      case Notice.ReceiverChanged changed -> ofChange(changed, changed.change());
      case Notice.DeliveryDigest hourly -> ofDigest(hourly, hourly.digest());
    };
  }

  private static Map<String, Object> ofConfiguration(
      Notice.OfConfiguration notice, String name, String field, Object value) {
    Map<String, Object> fields = Json.object(CONFIGURATION_ID, notice.configuration().value());
    fields.put(CONFIGURATION_NAME, name);
    fields.put(field, value);
    fields.put(DELIVERY_ID, notice.delivery().value());
    return fields;
  }

  private static Map<String, Object> ofTask(
      Notice.OfTask notice, TaskId task, String name, Map<String, Object> times) {
    Map<String, Object> fields =
        Json.object(CONFIGURATION_ID, notice.configuration().value(), TASK_ID, task.value());
    fields.put("taskName", name);
    fields.putAll(times);
    fields.put(DELIVERY_ID, notice.delivery().value());
    return fields;
  }

  private static Map<String, Object> ofDelivery(
      Notice.OfDelivery notice, TaskId task, String fileName, String field, Object value) {
    return Json.object(
        DELIVERY_ID, notice.delivery().value(),
        TASK_ID, task.value(),
        CONFIGURATION_ID, notice.configuration().value(),
        FILE_NAME, fileName,
        field, value);
  }

  private static Map<String, Object> ofChange(Notice.ReceiverChanged notice, ChangeRecord change) {
    Map<String, Object> fields = Json.object(CONFIGURATION_ID, notice.configuration());
    fields.putAll(
        Json.object(
            "about", change.about().orElseThrow(),
            "name", notice.name(),
            "what", notice.what(),
            "from", notice.from(),
            "to", notice.to(),
            "subject", change.actor().subject(),
            "clientId", change.actor().clientId(),
            "address", change.actor().address(),
            "at", change.at()));
    fields.put(CHANGE_ID, change.id());
    fields.put(TEXT, notice.text());
    return fields;
  }

  private static Map<String, Object> ofDigest(Notice.DeliveryDigest notice, Digest digest) {
    return Json.object(
        CONFIGURATION_ID, digest.configuration().value(),
        CONFIGURATION_NAME, notice.name(),
        FAILED_DELIVERIES, digest.failed(),
        UNUSED_LINKS, digest.unused(),
        SINCE, digest.since(),
        DELIVERY_ID, digest.latest().value(),
        REASON, digest.reason(),
        TEXT, notice.text());
  }
}
