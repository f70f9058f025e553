package io.cdrwebhooks.aws.awsevents;

import io.cdrwebhooks.change.ChangeRecord;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.notice.Digest;
import io.cdrwebhooks.notice.Notice;
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
          Json.object(
              CONFIGURATION_ID, failing.configuration().value(),
              CONFIGURATION_NAME, failing.name(),
              SINCE, failing.since(),
              DELIVERY_ID, failing.delivery().value());
      case Notice.ConfigurationDisabled disabled ->
          Json.object(
              CONFIGURATION_ID, disabled.configuration().value(),
              CONFIGURATION_NAME, disabled.name(),
              REASON, disabled.reason(),
              DELIVERY_ID, disabled.delivery().value());
      case Notice.CertificateExpiring expiring ->
          Json.object(
              CONFIGURATION_ID, expiring.configuration().value(),
              CONFIGURATION_NAME, expiring.name(),
              NOT_AFTER, expiring.notAfter(),
              DELIVERY_ID, expiring.delivery().value());
      case Notice.ReportOverdue overdue ->
          Json.object(
              CONFIGURATION_ID,
              overdue.configuration().value(),
              "taskId",
              overdue.task().value(),
              "taskName",
              overdue.taskName(),
              "lastReportAt",
              overdue.lastReportAt(),
              "expectedAt",
              overdue.expectedAt(),
              DELIVERY_ID,
              overdue.delivery().value());
      case Notice.ReportArrivedLate late ->
          Json.object(
              CONFIGURATION_ID,
              late.configuration().value(),
              "taskId",
              late.task().value(),
              "taskName",
              late.taskName(),
              "uploadedAt",
              late.uploadedAt(),
              "expectedAt",
              late.expectedAt(),
              "overdueAt",
              late.overdueAt(),
              DELIVERY_ID,
              late.delivery().value());
      case Notice.DeliveryFailed failed ->
          Json.object(
              DELIVERY_ID,
              failed.delivery().value(),
              "taskId",
              failed.task().value(),
              CONFIGURATION_ID,
              failed.configuration().value(),
              "fileName",
              failed.fileName(),
              REASON,
              failed.reason());
      case Notice.LinkUnused unused ->
          Json.object(
              DELIVERY_ID,
              unused.delivery().value(),
              "taskId",
              unused.task().value(),
              CONFIGURATION_ID,
              unused.configuration().value(),
              "fileName",
              unused.fileName(),
              "validUntil",
              unused.validUntil());
      case Notice.ReceiverChanged changed -> texts(changed);
      case Notice.DeliveryDigest(Digest digest, String name) ->
          Json.object(
              CONFIGURATION_ID, digest.configuration().value(),
              CONFIGURATION_NAME, name,
              FAILED_DELIVERIES, digest.failed(),
              UNUSED_LINKS, digest.unused(),
              SINCE, digest.since(),
              DELIVERY_ID, digest.latest().value(),
              REASON, digest.reason(),
              TEXT, new Notice.DeliveryDigest(digest, name).text());
    };
  }

  private static Map<String, Object> texts(Notice.ReceiverChanged changed) {
    ChangeRecord change = changed.change();
    return Json.object(
        CONFIGURATION_ID,
        changed.configuration(),
        "about",
        change.about().orElseThrow(),
        "name",
        changed.name(),
        "what",
        changed.what(),
        "from",
        changed.from(),
        "to",
        changed.to(),
        "subject",
        change.actor().subject(),
        "clientId",
        change.actor().clientId(),
        "address",
        change.actor().address(),
        "at",
        change.at(),
        CHANGE_ID,
        change.id(),
        TEXT,
        changed.text());
  }
}
