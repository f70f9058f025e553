package io.cdrwebhooks.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// Also runs on moto.
class AwsEndpointsTest {
  private final AwsEndpoints aws = AwsEndpoints.forTests();
  private final String name = "test-" + UUID.randomUUID();

  @Test
  @SpeaksToAws
  void createdObjectIsAnnouncedToTheQueueOfItsBucket() throws Exception {
    try (S3Client s3 = aws.accessKey().s3(aws.s3());
        SqsClient sqs = aws.accessKey().sqs(aws.sqs())) {
      s3.createBucket(request -> request.bucket(name));
      String queue = sqs.createQueue(request -> request.queueName(name)).queueUrl();
      aws.notifyOfCreatedObjects(name, queue);
      s3.putObject(
          request -> request.bucket(name).key("reports/1/my report.zip"),
          RequestBody.fromString("x"));

      JsonNode created = nextEvent(sqs, queue);
      assertThat(created.path("eventName").asText()).isEqualTo("ObjectCreated:Put");
      assertThat(created.path("s3").path("bucket").path("name").asText()).isEqualTo(name);
      // S3 leaves slashes alone; moto encodes them, which decodes to the same.
      String key = created.path("s3").path("object").path("key").asText();
      assertThat(URLDecoder.decode(key, StandardCharsets.UTF_8))
          .isEqualTo("reports/1/my report.zip");
    }
  }

  /// Moto first sends the test event that S3 sends when notifications are turned on.
  private static JsonNode nextEvent(SqsClient sqs, String queue) throws Exception {
    for (int i = 0; i < 5; i++) {
      List<Message> messages =
          sqs.receiveMessage(request -> request.queueUrl(queue).waitTimeSeconds(2)).messages();
      for (Message message : messages) {
        JsonNode body = new ObjectMapper().readTree(message.body());
        if (body.has("Records")) {
          return body.path("Records").path(0);
        }
      }
    }
    throw new AssertionError("No event in the queue");
  }
}
