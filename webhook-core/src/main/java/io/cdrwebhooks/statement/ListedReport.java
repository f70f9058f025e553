package io.cdrwebhooks.statement;

import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.LinkUse;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.report.Inspection;
import java.util.SequencedMap;

/// A report as the lists and the statements for receivers show it.
public final class ListedReport {
  private ListedReport() {}

  /// Returns a report of a list.
  public static SequencedMap<String, Object> inList(Delivery delivery) {
    SequencedMap<String, Object> report = report(delivery);
    report.remove("reportVersion");
    return report;
  }

  /// Returns a report of a statement.
  static SequencedMap<String, Object> inStatement(Delivery delivery) {
    SequencedMap<String, Object> report = report(delivery);
    report.remove("error");
    report.remove("linkFollowedAt");
    return report;
  }

  private static SequencedMap<String, Object> report(Delivery delivery) {
    Inspection inspection = delivery.inspection().orElse(Inspection.UNKNOWN);
    return Json.object(
        "deliveryId", delivery.id(),
        "taskId", delivery.taskId().value(),
        "sequence", delivery.sequence(),
        "fileName", delivery.report().fileName(),
        "fileSizeInBytes", delivery.sizeBytes(),
        "numberOfLines", inspection.numberOfLines(),
        "error", inspection.error(),
        "errorCode", inspection.errorCode().code(),
        "fileSha256", inspection.sha256().orElse(""),
        "reportVersion", delivery.report().versionId().orElse(""),
        "uploadedAt", Json.instant(delivery.uploadedAt()),
        "recordedAt", Json.instant(delivery.createdAt()),
        "status", delivery.status(),
        "linkFollowedAt", delivery.progress().linkUse().map(LinkUse::firstAt).map(Json::instant));
  }
}
