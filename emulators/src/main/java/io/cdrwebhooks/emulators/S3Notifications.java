package io.cdrwebhooks.emulators;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Sends a message to a queue for every created object, in the JSON that S3 itself sends to SQS
/// (event version 2.1).
///
/// The message is in the queue when the upload is answered. The caller must close the client. See
/// the AWS page "Event message structure" of the Amazon S3 user guide.
///
/// The queue delays the messages by `delay`, in whole seconds.
public record S3Notifications(SqsClient sqs, String queueUrl, InstantSource clock, Duration delay)
    implements ObjectCreatedListener {
  private static final DateTimeFormatter EVENT_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  @Override
  public void objectCreated(BucketEvent event) {
    String body = toJson(event, sqs.serviceClientConfiguration().region().id(), clock.instant());
    var _ =
        sqs.sendMessage(
            message ->
                message.queueUrl(queueUrl).delaySeconds((int) delay.toSeconds()).messageBody(body));
  }

  static String toJson(BucketEvent event, String region, Instant at) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode entry = root.putArray("Records").addObject();
    entry
        .put("eventVersion", "2.1")
        .put("eventSource", "aws:s3")
        .put("awsRegion", region)
        .put("eventTime", EVENT_TIME.format(at))
        .put("eventName", event.eventName());
    entry.putObject("userIdentity").put("principalId", "AWS:LOCAL");
    entry.putObject("requestParameters").put("sourceIPAddress", Ports.LOOPBACK);
    entry
        .putObject("responseElements")
        .put("x-amz-request-id", event.sequencer())
        .put("x-amz-id-2", event.sequencer());
    ObjectNode s3 =
        entry
            .putObject("s3")
            .put("s3SchemaVersion", "1.0")
            .put("configurationId", "report-arrivals");
    ObjectNode bucket = s3.putObject("bucket").put("name", event.bucket());
    bucket.putObject("ownerIdentity").put("principalId", "LOCAL");
    bucket.put("arn", "arn:aws:s3:::" + event.bucket());
    putObject(s3.putObject("object"), event);
    return root.toString();
  }

  private static void putObject(ObjectNode object, BucketEvent event) {
    object
        .put("key", encoded(event.key()))
        .put("size", event.sizeBytes())
        .put("eTag", event.eTag());
    if (event.versionId() != null) {
      object.put("versionId", event.versionId());
    }
    object.put("sequencer", event.sequencer());
  }

  /// Encodes a key as S3 does in events: a space is `+`, the rest UTF-8 percent-encoded, slashes
  /// unchanged.
  private static String encoded(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
  }
}
