package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.TaskId;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The body of a webhook request: ten properties in a fixed order, always all present. In payload 2
/// `details` follow them; in payload 1 there are none.
///
/// `validUntil` is in whole seconds. The callback URL contains the token, so `toString` shows
/// nothing.
public record WebhookPayload(
    URI callbackUrl,
    Instant validUntil,
    String fileName,
    long fileSizeInBytes,
    Inspection inspection,
    String taskName,
    TaskId taskId,
    Optional<PayloadDetails> details) {
  public WebhookPayload {
    if (!validUntil.equals(validUntil.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException("validUntil must be in whole seconds: " + validUntil);
    }
  }

  /// Returns the payload 1 that announces the delivery's report, with its inspection if there was
  /// one. Otherwise its lines are announced as unknown.
  public static WebhookPayload announcing(
      Delivery delivery, URI callbackUrl, Instant validUntil, String taskName) {
    return new WebhookPayload(
        callbackUrl,
        validUntil,
        delivery.report().fileName(),
        delivery.sizeBytes(),
        delivery.inspection().orElse(Inspection.UNKNOWN),
        taskName,
        delivery.taskId(),
        Optional.empty());
  }

  /// Returns the task name that a delivery's payload has; empty text if the task was deleted.
  /// `tasks` finds a task.
  public static String taskName(Delivery delivery, Function<TaskId, Optional<CdrTask>> tasks) {
    return delivery.isTest()
        ? "Webhook test"
        : tasks.apply(delivery.taskId()).map(CdrTask::taskName).orElse("");
  }

  /// Returns the same payload with other details.
  public WebhookPayload with(Optional<PayloadDetails> others) {
    return new WebhookPayload(
        callbackUrl, validUntil, fileName, fileSizeInBytes, inspection, taskName, taskId, others);
  }

  /// Returns the same payload with [SentRequest#HIDDEN] in place of the token, which is the
  /// callback URL's last segment.
  public WebhookPayload withoutToken() {
    return new WebhookPayload(
        callbackUrl.resolve(SentRequest.HIDDEN),
        validUntil,
        fileName,
        fileSizeInBytes,
        inspection,
        taskName,
        taskId,
        details);
  }

  /// Serialises the payload once; the same bytes are signed and sent. Every character is plain
  /// UTF-8, even one beyond the BMP, as in the contract's examples.
  public byte[] toJson() {
    Map<String, Object> properties =
        Json.object(
            "contentType", "application/zip",
            "httpMethod", "GET",
            "callbackURL", callbackUrl,
            "validUntil", DateTimeFormatter.ISO_INSTANT.format(validUntil),
            "fileName", wellFormed(fileName),
            "fileSizeInBytes", fileSizeInBytes,
            "numberOfLines", inspection.numberOfLines(),
            "taskName", wellFormed(taskName),
            "taskId", taskId.value(),
            "error", wellFormed(inspection.error()));
    details.ifPresent(more -> more.addTo(properties, inspection));
    return Json.bytes(properties);
  }

  /// Replaces unpaired surrogates, which have no UTF-8 form, so that no name can prevent a
  /// delivery.
  private static String wellFormed(String text) {
    if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return text;
    }
    StringBuilder mended = new StringBuilder(text.length());
    text.codePoints()
        .map(codePoint -> Character.getType(codePoint) == Character.SURROGATE ? 0xfffd : codePoint)
        .forEach(mended::appendCodePoint);
    return mended.toString();
  }

  @Override
  public String toString() {
    return "WebhookPayload[taskId=" + taskId + ", fileName=" + fileName + "]";
  }
}
