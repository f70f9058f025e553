package io.cdrwebhooks.aws.awsevents;

import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.notice.Digest;
import io.cdrwebhooks.notice.Notice;
import java.util.Map;

/// Notices as events of EventBridge: a source, a kind (`detail-type`) and a detail in JSON.
///
/// Rules and people's programs match these names, so the names must not change. Fields may be
/// added.
public final class NoticeJson {
  /// The source of every event that this system sends.
  public static final String SOURCE = "cdr-webhooks";

  private NoticeJson() {}

  /// Returns the event's `detail-type`.
  public static String kind(Notice notice) {
    return switch (notice) {
      case Notice.ConfigurationFailing _ -> "Configuration failing";
      case Notice.ConfigurationDisabled _ -> "Configuration disabled";
      case Notice.DeliveryFailed _ -> "Delivery failed";
      case Notice.LinkUnused _ -> "Download link unused";
      case Notice.DeliveryDigest _ -> "Delivery digest";
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
    return switch (notice) {
      case Notice.ConfigurationFailing failing ->
          Json.object(
              "configurationId", failing.configuration().value(),
              "configurationName", failing.name(),
              "since", failing.since(),
              "deliveryId", failing.delivery().value());
      case Notice.ConfigurationDisabled disabled ->
          Json.object(
              "configurationId", disabled.configuration().value(),
              "configurationName", disabled.name(),
              "reason", disabled.reason(),
              "deliveryId", disabled.delivery().value());
      case Notice.DeliveryFailed failed ->
          Json.object(
              "deliveryId", failed.delivery().value(),
              "taskId", failed.task().value(),
              "configurationId", failed.configuration().value(),
              "fileName", failed.fileName(),
              "reason", failed.reason());
      case Notice.LinkUnused unused ->
          Json.object(
              "deliveryId", unused.delivery().value(),
              "taskId", unused.task().value(),
              "configurationId", unused.configuration().value(),
              "fileName", unused.fileName(),
              "validUntil", unused.validUntil());
      case Notice.DeliveryDigest(Digest digest, String name) ->
          Json.object(
              "configurationId", digest.configuration().value(),
              "configurationName", name,
              "failedDeliveries", digest.failed(),
              "unusedLinks", digest.unused(),
              "since", digest.since(),
              "deliveryId", digest.latest().value(),
              "reason", digest.reason(),
              "text", new Notice.DeliveryDigest(digest, name).text());
    };
  }
}
