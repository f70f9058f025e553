package io.cdrwebhooks.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.awsevents.SqsBatch.SqsMessage;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.LaneCause;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The messages that the queues hand to dispatch, as AWS writes them.
public final class TestEvents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TestEvents() {}

  /// The captured event, for this version of an object.
  public static String event(ReportVersion version) throws IOException {
    JsonNode event = fixture("s3-object-created.json");
    ObjectNode object = (ObjectNode) event.at("/Records/0/s3/object");
    object.put(
        "key", URLEncoder.encode(version.key().text(), StandardCharsets.UTF_8).replace("%2F", "/"));
    object.put("versionId", version.versionId().orElseThrow());
    return event.toString();
  }

  /// The captured event, for this version of an object and another upload time.
  public static String event(ReportVersion version, Instant uploadedAt) throws IOException {
    ObjectNode event = (ObjectNode) JSON.readTree(event(version));
    ((ObjectNode) event.at("/Records/0")).put("eventTime", uploadedAt.toString());
    return event.toString();
  }

  /// The second event of an upload: from EventBridge, in the queue of background work.
  public static List<SqsMessage> second(ReportVersion version, Instant uploadedAt) {
    ObjectNode event = JSON.createObjectNode().put("source", "aws.s3");
    event.put("detail-type", "Object Created").put("time", uploadedAt.toString());
    ObjectNode detail = event.putObject("detail");
    detail.putObject("bucket").put("name", version.bucket());
    ObjectNode object = detail.putObject("object").put("key", version.key().text());
    version.versionId().ifPresent(id -> object.put("version-id", id));
    object.put("size", 100).put("sequencer", "0055AED6DCD90281E5");
    return background(event.toString());
  }

  public static List<SqsMessage> background(String body) {
    return List.of(new SqsMessage("m0", body, "background-work", 1));
  }

  public static JsonNode fixture(String name) throws IOException {
    try (InputStream json = TestEvents.class.getResourceAsStream("/events/" + name)) {
      return JSON.readTree(json);
    }
  }

  public static String laneMessage(Delivery first) {
    return "{\"lane\":\"%s\",\"deliveryId\":\"%s\"}"
        .formatted(first.configurationId().orElseThrow(), first.id());
  }

  public static String laneMessage(DueWork.OfLane work) {
    ObjectNode message = JSON.createObjectNode().put("lane", work.configuration().value());
    work.first().ifPresent(id -> message.put("deliveryId", id.value()));
    if (work.cause() instanceof LaneCause.Waiting(var _, var task, var uncounted)) {
      uncounted.ifPresent(at -> message.put("uncounted", at.toEpochMilli()));
      task.ifPresent(id -> message.put("task", id.value()));
    }
    boolean isAsked = work.cause() instanceof LaneCause.Asked;
    return message.put("asked", isAsked).put("hops", work.hops()).toString();
  }

  /// Messages that are received for the first time, with ids `m0`, `m1`, ...
  public static List<SqsMessage> fresh(List<String> bodies) {
    return IntStream.range(0, bodies.size())
        .mapToObj(i -> new SqsMessage("m" + i, bodies.get(i), "report-arrivals", 1))
        .toList();
  }

  /// The event of a batch.
  public static byte[] batch(List<SqsMessage> messages) throws IOException {
    ObjectNode batch = JSON.createObjectNode();
    ArrayNode records = batch.putArray("Records");
    for (SqsMessage each : messages) {
      ObjectNode message = records.addObject();
      message.put("messageId", each.id()).put("receiptHandle", "handle").put("body", each.body());
      message.putObject("attributes").put("ApproximateReceiveCount", "" + each.receives());
      message.put("eventSource", "aws:sqs").put("awsRegion", "eu-central-1");
      message.put("eventSourceARN", "arn:aws:sqs:eu-central-1:111122223333:" + each.queueName());
    }
    return JSON.writeValueAsBytes(batch);
  }

  /// The ids of the failed messages in an answer.
  public static List<String> failed(byte[] answer) throws IOException {
    List<String> failed = new ArrayList<>();
    JSON.readTree(answer)
        .get("batchItemFailures")
        .forEach(failure -> failed.add(failure.get("itemIdentifier").asText()));
    return failed;
  }
}
