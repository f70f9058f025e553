package io.cdrwebhooks.receiverrequest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.LinkUse;
import io.cdrwebhooks.report.Inspection;
import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/// Writes a report as the lists for receivers show it.
final class ListedReport {
  /// Whole milliseconds, as in the answers of the API.
  static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private ListedReport() {}

  static void write(JsonGenerator json, Delivery delivery) throws IOException {
    json.writeStartObject();
    json.writeStringField("deliveryId", delivery.id().value());
    json.writeNumberField("taskId", delivery.taskId().value());
    json.writeNumberField("sequence", delivery.sequence());
    json.writeStringField("fileName", delivery.report().fileName());
    json.writeNumberField("fileSizeInBytes", delivery.sizeBytes());
    Inspection inspection = delivery.inspection().orElse(Inspection.NOT_YET);
    json.writeNumberField("numberOfLines", inspection.numberOfLines());
    json.writeStringField("error", inspection.error());
    json.writeStringField("errorCode", inspection.errorCode().code());
    json.writeStringField("fileSha256", inspection.sha256());
    json.writeStringField("uploadedAt", TIME.format(delivery.uploadedAt()));
    json.writeStringField("recordedAt", TIME.format(delivery.createdAt()));
    json.writeStringField("status", delivery.status().name());
    json.writeStringField(
        "linkFollowedAt",
        delivery.progress().linkUse().map(LinkUse::firstAt).map(TIME::format).orElse(null));
    json.writeEndObject();
  }
}
