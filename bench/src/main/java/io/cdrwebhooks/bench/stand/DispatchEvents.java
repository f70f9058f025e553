package io.cdrwebhooks.bench.stand;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.delivery.DueWork;
import java.util.List;

/// What Lambda hands to the dispatch function, in the shape that AWS gives it.
public final class DispatchEvents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DispatchEvents() {}

  /// A message for each object, whose key is as S3 writes it into events.
  public static String arrivals(List<String> keys) {
    return batch("report-arrivals", keys.stream().map(DispatchEvents::notification).toList());
  }

  /// A message for each delivery that was recorded and waits in the lane of its configuration.
  public static String pending(List<DueWork.OfLane> recorded) {
    return batch("due-attempts", recorded.stream().map(DispatchEvents::wakeUp).toList());
  }

  private static String batch(String queue, List<String> bodies) {
    ObjectNode batch = JSON.createObjectNode();
    ArrayNode records = batch.putArray("Records");
    for (String body : bodies) {
      records
          .addObject()
          .put("messageId", "00000000-0000-4000-8000-%012d".formatted(records.size()))
          .put("receiptHandle", "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a")
          .put("body", body)
          .put("eventSource", "aws:sqs")
          .put("eventSourceARN", "arn:aws:sqs:eu-central-1:111122223333:" + queue)
          .put("awsRegion", "eu-central-1");
    }
    return batch.toString();
  }

  private static String wakeUp(DueWork.OfLane work) {
    return """
    {"lane":"%s","deliveryId":"%s"}"""
        .formatted(work.configuration().value(), work.first().orElseThrow().value());
  }

  private static String notification(String key) {
    return """
    {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"eu-central-1",\
    "eventTime":"2026-11-24T10:00:00.412Z","eventName":"ObjectCreated:Put",\
    "s3":{"s3SchemaVersion":"1.0","bucket":{"name":"%s"},"object":{"key":"%s","size":3949,\
    "eTag":"d41d8cd98f00b204e9800998ecf8427e","versionId":"096fKKXTRTtl3on89fVO.nfljtsv6qko",\
    "sequencer":"0055AED6DCD90281E5"}}}]}"""
        .formatted(CannedTables.BUCKET, key);
  }
}
