package io.cdrwebhooks.bench.stand;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.LaneCause;
import java.util.List;
import java.util.Optional;

/// Makes events for the dispatch function, in the form in which Lambda gives them.
public final class DispatchEvents {
  private static final int TASKS = 100;
  private static final String VERSION = "096fKKXTRTtl3on89fVO.nfljtsv6qko";
  private static final ObjectMapper JSON = new ObjectMapper();

  private DispatchEvents() {}

  /// Returns the key of a report by its number. The keys go through a hundred tasks in turn, each
  /// with its own configuration.
  public static String key(int number) {
    return "reports/%d/tx%08d.zip".formatted(task(number), number);
  }

  /// Returns the lane of the report with this number, after its arrival.
  public static DueWork.OfLane lane(int number) {
    ReportVersion report =
        new ReportVersion(
            AwsAnswers.BUCKET,
            new ReportKey(new TaskId(task(number)), "tx%08d.zip".formatted(number)),
            Optional.of(VERSION));
    return new DueWork.OfLane(
        new ConfigurationId(AwsAnswers.configurationOf(Integer.toString(task(number)))),
        new LaneCause.Waiting(
            DeliveryId.of(report, ""), Optional.of(report.key().taskId()), Optional.empty()),
        Optional.empty());
  }

  private static int task(int number) {
    return 1 + number % TASKS;
  }

  /// Returns an event with a message for each object; `keys` are encoded as in S3's events.
  public static String arrivals(List<String> keys) {
    return batch("report-arrivals", keys.stream().map(DispatchEvents::notification).toList());
  }

  /// Returns an event with a message for each recorded delivery, which waits in the lane of its
  /// configuration.
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
    LaneCause.Waiting waiting = (LaneCause.Waiting) work.cause();
    return """
    {"lane":"%s","deliveryId":"%s","uncounted":%d,"task":%s}\
    """
        .formatted(
            work.configuration().value(),
            waiting.delivery().value(),
            System.currentTimeMillis(),
            waiting.task().orElseThrow());
  }

  private static String notification(String key) {
    return """
    {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"eu-central-1",\
    "eventTime":"2026-11-24T10:00:00.412Z","eventName":"ObjectCreated:Put",\
    "s3":{"s3SchemaVersion":"1.0","bucket":{"name":"%s"},"object":{"key":"%s","size":3949,\
    "eTag":"d41d8cd98f00b204e9800998ecf8427e","versionId":"%s",\
    "sequencer":"0055AED6DCD90281E5"}}}]}\
    """
        .formatted(AwsAnswers.BUCKET, key, VERSION);
  }
}
