package io.cdrwebhooks.bench.stand;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.util.Optional;
import java.util.function.IntFunction;

/// Makes events for the dispatch function, in the form in which Lambda gives them. Reports have
/// numbers, and go through a hundred tasks in turn, each with its own configuration.
public final class DispatchEvents {
  private static final int TASKS = 100;
  private static final String VERSION = "096fKKXTRTtl3on89fVO.nfljtsv6qko";
  private static final ObjectMapper JSON = new ObjectMapper();

  private DispatchEvents() {}

  /// Returns an event with a message of S3 for each of the reports that begin with `first`.
  public static String arrivals(int first, int count) {
    return batch("report-arrivals", first, count, DispatchEvents::notification);
  }

  /// Returns an event with a message for the lane of each of these reports, after their arrival.
  public static String pending(int first, int count) {
    return batch("due-attempts", first, count, DispatchEvents::wakeUp);
  }

  private static String batch(String queue, int first, int count, IntFunction<String> body) {
    ObjectNode batch = JSON.createObjectNode();
    ArrayNode records = batch.putArray("Records");
    for (int report = first; report < first + count; report++) {
      records
          .addObject()
          .put("messageId", "00000000-0000-4000-8000-%012d".formatted(records.size()))
          .put("receiptHandle", "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a")
          .put("body", body.apply(report))
          .put("eventSource", "aws:sqs")
          .put("eventSourceARN", "arn:aws:sqs:eu-central-1:111122223333:" + queue)
          .put("awsRegion", "eu-central-1");
    }
    return batch.toString();
  }

  private static int task(int report) {
    return 1 + report % TASKS;
  }

  private static String file(int report) {
    return "tx%08d.zip".formatted(report);
  }

  private static String wakeUp(int report) {
    ReportKey key = new ReportKey(new TaskId(task(report)), file(report));
    ReportVersion version = new ReportVersion(AwsAnswers.BUCKET, key, Optional.of(VERSION));
    return """
    {"lane":"%s","deliveryId":"%s","uncounted":%d,"task":%d}\
    """
        .formatted(
            AwsAnswers.configurationOf(Integer.toString(task(report))),
            DeliveryId.of(version, "").value(),
            System.currentTimeMillis(),
            task(report));
  }

  private static String notification(int report) {
    return """
    {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"eu-central-1",\
    "eventTime":"2026-11-24T10:00:00.412Z","eventName":"ObjectCreated:Put",\
    "s3":{"s3SchemaVersion":"1.0","bucket":{"name":"%s"},"object":{"key":"reports/%d/%s",\
    "size":3949,"eTag":"d41d8cd98f00b204e9800998ecf8427e","versionId":"%s",\
    "sequencer":"0055AED6DCD90281E5"}}}]}\
    """
        .formatted(AwsAnswers.BUCKET, task(report), file(report), VERSION);
  }
}
