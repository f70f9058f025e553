package io.cdrwebhooks.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.TaskId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
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
  // Writes every character as plain UTF-8, even those beyond the BMP, as in the contract's
  // examples.
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

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

  /// Serialises the payload once; the same bytes are signed and sent.
  public byte[] toJson() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("contentType", "application/zip");
      json.writeStringField("httpMethod", "GET");
      json.writeStringField("callbackURL", callbackUrl.toString());
      json.writeStringField("validUntil", DateTimeFormatter.ISO_INSTANT.format(validUntil));
      json.writeStringField("fileName", wellFormed(fileName));
      json.writeNumberField("fileSizeInBytes", fileSizeInBytes);
      json.writeNumberField("numberOfLines", inspection.numberOfLines());
      json.writeStringField("taskName", wellFormed(taskName));
      json.writeNumberField("taskId", taskId.value());
      json.writeStringField("error", wellFormed(inspection.error()));
      if (details.isPresent()) {
        details.get().write(json, inspection);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("in-memory write failed", e);
    }
    return bytes.toByteArray();
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
