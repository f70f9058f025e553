package io.cdrwebhooks.aws.awsevents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.cdrwebhooks.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// The messages Lambda hands over from an SQS queue, and the answer that names the failed ones.
///
/// Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS", partial batch responses.
public record SqsBatch(List<SqsMessage> messages) {
  private static final JsonFactory JSON = new JsonFactory();

  public SqsBatch {
    messages = List.copyOf(messages);
  }

  /// One message; the body is as it was sent.
  public record SqsMessage(String id, String body) {
    @Override
    public String toString() {
      return "SqsMessage[id=" + id + "]";
    }
  }

  /// Reads the event. One that is not a batch of messages is a fault: Lambda then returns all of
  /// them.
  public static SqsBatch read(InputStream event) throws IOException {
    List<SqsMessage> messages = new ArrayList<>();
    try (JsonParser json = JSON.createParser(event)) {
      JsonFields.eachField(
          json,
          name -> {
            if (name.equals("Records")) {
              JsonFields.eachElement(json, () -> messages.add(readMessage(json)));
            }
          });
    }
    return new SqsBatch(messages);
  }

  private static SqsMessage readMessage(JsonParser json) throws IOException {
    String[] idAndBody = new String[2];
    JsonFields.eachField(
        json,
        name -> {
          switch (name) {
            case "messageId" -> idAndBody[0] = JsonFields.text(json);
            case "body" -> idAndBody[1] = JsonFields.text(json);
            default -> {}
          }
        });
    if (idAndBody[0] == null || idAndBody[1] == null) {
      throw new IOException("an SQS message without id or body");
    }
    return new SqsMessage(idAndBody[0], idAndBody[1]);
  }

  /// Writes the answer; messages not named in it are deleted from the queue.
  public static void writeFailures(List<String> messageIds, OutputStream answer)
      throws IOException {
    List<?> failures = messageIds.stream().map(id -> Json.object("itemIdentifier", id)).toList();
    answer.write(Json.bytes(Json.object("batchItemFailures", failures)));
  }
}
