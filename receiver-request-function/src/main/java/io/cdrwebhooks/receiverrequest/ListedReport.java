package io.cdrwebhooks.receiverrequest;

import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.LinkUse;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.report.Inspection;
import java.util.SequencedMap;

/// A report as the lists for receivers show it.
final class ListedReport {
  private ListedReport() {}

  static SequencedMap<String, Object> of(Delivery delivery) {
    Inspection inspection = delivery.inspection().orElse(Inspection.NOT_YET);
    return Json.object(
        "deliveryId",
        delivery.id(),
        "taskId",
        delivery.taskId().value(),
        "sequence",
        delivery.sequence(),
        "fileName",
        delivery.report().fileName(),
        "fileSizeInBytes",
        delivery.sizeBytes(),
        "numberOfLines",
        inspection.numberOfLines(),
        "error",
        inspection.error(),
        "errorCode",
        inspection.errorCode().code(),
        "fileSha256",
        inspection.sha256(),
        "uploadedAt",
        Json.instant(delivery.uploadedAt()),
        "recordedAt",
        Json.instant(delivery.createdAt()),
        "status",
        delivery.status(),
        "linkFollowedAt",
        delivery.progress().linkUse().map(LinkUse::firstAt).map(Json::instant));
  }
}
