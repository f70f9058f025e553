package io.cdrwebhooks.aws.awsevents;

import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The messages that Lambda hands over from an SQS queue, and the answer that names the failed
/// ones.
///
/// Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS", partial batch responses.
public record SqsBatch(List<SqsMessage> messages) {
  public SqsBatch {
    messages = List.copyOf(messages);
  }

  /// One message; `body` is unchanged, and `receives` includes this receive.
  public record SqsMessage(String id, String body, String queueName, int receives) {
    @Override
    public String toString() {
      return "SqsMessage[id=" + id + "]";
    }
  }

  /// Reads the event. It throws if the event is not a batch of messages; SQS then delivers all of
  /// them again.
  public static SqsBatch read(InputStream event) throws IOException {
    List<SqsMessage> messages = new ArrayList<>();
    for (JsonObject message : JsonObject.read(event).objects("Records")) {
      messages.add(message(message));
    }
    return new SqsBatch(messages);
  }

  private static SqsMessage message(JsonObject message) throws IOException {
    Optional<String> id = message.text("messageId");
    Optional<String> body = message.text("body");
    if (id.isEmpty() || body.isEmpty()) {
      throw new IOException("SQS message must have an id and a body");
    }
    String arn = message.text("eventSourceARN").orElse("");
    Optional<String> receives = message.object("attributes").text("ApproximateReceiveCount");
    return new SqsMessage(
        id.get(),
        body.get(),
        arn.substring(arn.lastIndexOf(':') + 1),
        Integer.parseInt(receives.orElse("1")));
  }

  /// Writes the answer; messages not named in it are deleted from the queue.
  public static void writeFailures(List<String> messageIds, OutputStream answer)
      throws IOException {
    List<?> failures = messageIds.stream().map(id -> Json.object("itemIdentifier", id)).toList();
    answer.write(Json.bytes(Json.object("batchItemFailures", failures)));
  }
}
