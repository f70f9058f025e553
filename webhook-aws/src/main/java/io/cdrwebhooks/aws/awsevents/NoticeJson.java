package io.cdrwebhooks.aws.awsevents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// Notices as events of EventBridge: a source, a kind (`detail-type`) and a detail in JSON.
///
/// Rules and people's programs match on these names, so they stay as they are; fields may be added.
public final class NoticeJson {
  /// The source of every event of ours.
  public static final String SOURCE = "cdr-webhooks";

  private static final JsonFactory JSON = new JsonFactory();

  private NoticeJson() {}

  /// The event's `detail-type`.
  public static String kind(Notice notice) {
    return switch (notice) {
      case Notice.ConfigurationFailing _ -> "Configuration failing";
      case Notice.ConfigurationDisabled _ -> "Configuration disabled";
      case Notice.DeliveryFailed _ -> "Delivery failed";
      case Notice.LinkUnused _ -> "Download link unused";
    };
  }

  /// The event's `detail`: the ids and texts of the notice; instants as RFC 3339 has them, in UTC.
  public static String detail(Notice notice) {
    return written(json -> writeDetail(json, notice));
  }

  /// The event as far as we decide it, as a rule's target gets it: `source`, `detail-type` and
  /// `detail`, on one line.
  public static String event(Notice notice) {
    return written(
        json -> {
          json.writeStartObject();
          json.writeStringField("source", SOURCE);
          json.writeStringField("detail-type", kind(notice));
          json.writeFieldName("detail");
          writeDetail(json, notice);
          json.writeEndObject();
        });
  }

  private static void writeDetail(JsonGenerator json, Notice notice) throws IOException {
    json.writeStartObject();
    switch (notice) {
      case Notice.ConfigurationFailing failing -> {
        writeConfiguration(json, failing.configuration(), failing.name());
        json.writeStringField("since", failing.since().toString());
        json.writeStringField("deliveryId", failing.delivery().value());
      }
      case Notice.ConfigurationDisabled disabled -> {
        writeConfiguration(json, disabled.configuration(), disabled.name());
        json.writeStringField("reason", disabled.reason());
        json.writeStringField("deliveryId", disabled.delivery().value());
      }
      case Notice.DeliveryFailed failed -> {
        writeDelivery(json, failed.delivery(), failed.task(), failed.configuration());
        json.writeStringField("fileName", failed.fileName());
        json.writeStringField("reason", failed.reason());
      }
      case Notice.LinkUnused unused -> {
        writeDelivery(json, unused.delivery(), unused.task(), unused.configuration());
        json.writeStringField("fileName", unused.fileName());
        json.writeStringField("validUntil", unused.validUntil().toString());
      }
    }
    json.writeEndObject();
  }

  private static void writeConfiguration(JsonGenerator json, ConfigurationId id, String name)
      throws IOException {
    json.writeStringField("configurationId", id.value());
    json.writeStringField("configurationName", name);
  }

  private static void writeDelivery(
      JsonGenerator json, DeliveryId id, TaskId task, ConfigurationId configuration)
      throws IOException {
    json.writeStringField("deliveryId", id.value());
    json.writeNumberField("taskId", task.value());
    json.writeStringField("configurationId", configuration.value());
  }

  private static String written(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      writing.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
    return text.toString();
  }

  private interface Writing {
    void write(JsonGenerator json) throws IOException;
  }
}
