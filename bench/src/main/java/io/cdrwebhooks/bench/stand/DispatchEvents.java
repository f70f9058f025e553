package io.cdrwebhooks.bench.stand;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.delivery.DueWork;
import java.io.UncheckedIOException;
import java.util.List;

/// What Lambda hands to the dispatch function, in the shape that AWS gives it.
public final class DispatchEvents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DispatchEvents() {}

  /// One message about one object, whose key is as S3 writes it into events.
  public static String arrival(String key) {
    return arrivals(List.of(key));
  }

  /// A message for each object.
  public static String arrivals(List<String> keys) {
    return batch("report-arrivals", keys.stream().map(key -> write(notification(key))).toList());
  }

  /// A message for each delivery that was recorded and waits in the lane of its configuration.
  public static String pending(List<DueWork.OfLane> recorded) {
    return batch(
        "due-attempts",
        recorded.stream()
            .map(
                work ->
                    JSON.createObjectNode()
                        .put("lane", work.configuration().value())
                        .put("deliveryId", work.first().orElseThrow().value()))
            .map(DispatchEvents::write)
            .toList());
  }

  private static String batch(String queue, List<String> bodies) {
    ObjectNode batch = JSON.createObjectNode();
    ArrayNode records = batch.putArray("Records");
    for (int i = 0; i < bodies.size(); i++) {
      records
          .addObject()
          .put("messageId", "00000000-0000-4000-8000-%012d".formatted(i))
          .put("receiptHandle", "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a")
          .put("body", bodies.get(i))
          .put("eventSource", "aws:sqs")
          .put("eventSourceARN", "arn:aws:sqs:eu-central-1:111122223333:" + queue)
          .put("awsRegion", "eu-central-1");
    }
    return write(batch);
  }

  private static ObjectNode notification(String key) {
    ObjectNode message = JSON.createObjectNode();
    ObjectNode event =
        message
            .putArray("Records")
            .addObject()
            .put("eventVersion", "2.1")
            .put("eventSource", "aws:s3")
            .put("awsRegion", "eu-central-1")
            .put("eventTime", "2026-11-24T10:00:00.412Z")
            .put("eventName", "ObjectCreated:Put");
    ObjectNode s3 = event.putObject("s3").put("s3SchemaVersion", "1.0");
    s3.putObject("bucket").put("name", CannedTables.BUCKET);
    s3.putObject("object")
        .put("key", key)
        .put("size", 3949)
        .put("eTag", "d41d8cd98f00b204e9800998ecf8427e")
        .put("versionId", "096fKKXTRTtl3on89fVO.nfljtsv6qko")
        .put("sequencer", "0055AED6DCD90281E5");
    return message;
  }

  private static String write(ObjectNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
  }
}
