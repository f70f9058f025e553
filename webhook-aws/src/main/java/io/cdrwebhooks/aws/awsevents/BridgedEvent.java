package io.cdrwebhooks.aws.awsevents;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The fields of an event that S3 sent by way of EventBridge, as they are met: one object each, and
/// its key is not URL-encoded there.
///
/// Source: Amazon S3 User Guide, "EventBridge event message structure". Its `detail` had no
/// `event-version` at first.
final class BridgedEvent {
  private static final String CREATED = "Object Created";

  private @Nullable String source;
  private @Nullable String detailType;
  private @Nullable String eventVersion;
  private final ObjectCreated.Fields object = new ObjectCreated.Fields();

  /// One of the event's own fields `source`, `detail-type` and `detail`.
  void field(String name, JsonParser json) throws IOException {
    switch (name) {
      case "source" -> source = JsonFields.text(json);
      case "detail-type" -> detailType = JsonFields.text(json);
      case "detail" -> JsonFields.eachField(json, field -> detail(field, json));
      default -> {}
    }
  }

  private void detail(String name, JsonParser json) throws IOException {
    if (name.equals("event-version")) {
      eventVersion = JsonFields.text(json);
    } else {
      object.field(name, json);
    }
  }

  boolean isPresent() {
    return detailType != null;
  }

  /// What the event says.
  ///
  /// @throws UnreadableMessageException if it is not of S3, or of another major version than 1
  QueueMessage message() {
    if (!"aws.s3".equals(source)) {
      throw new UnreadableMessageException("an event of EventBridge that S3 did not send");
    }
    String type = ObjectCreated.required(detailType, "detail-type");
    if (!type.equals(CREATED)) {
      return new QueueMessage.OtherEvent(type);
    }
    if (eventVersion != null && !eventVersion.startsWith("1.")) {
      throw new UnreadableMessageException("an S3 event of another major version than 1");
    }
    return new QueueMessage.Arrived(
        List.of(object.objectCreated("detail", UnaryOperator.identity())));
  }
}
