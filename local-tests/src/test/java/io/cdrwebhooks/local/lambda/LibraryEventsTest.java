package io.cdrwebhooks.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import io.cdrwebhooks.aws.awsevents.ObjectCreated;
import io.cdrwebhooks.aws.awsevents.QueueMessage;
import io.cdrwebhooks.aws.awsevents.SqsBatch;
import io.cdrwebhooks.aws.http.HttpRequest;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.emulators.lambda.EventLibrary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.time.DateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reads and writes events and answers with the classes of AWS (`aws-lambda-java-events`), which
/// know the formats better than we do.
class LibraryEventsTest {
  @Test
  void failedMessagesAreAPartialBatchResponse() throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    SqsBatch.writeFailures(List.of("059f36b4", "2e1424d4"), answer);

    assertThat(
            EventLibrary.read(SQSBatchResponse.class, answer.toByteArray()).getBatchItemFailures())
        .extracting(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
        .containsExactly("059f36b4", "2e1424d4");
    assertThat(EventLibrary.rewritten(SQSBatchResponse.class, answer.toByteArray()))
        .isEqualTo(EventLibrary.tree(answer.toByteArray()));
  }

  @Test
  void answerIsOneOfTheHttpApi() throws IOException {
    HttpResponse answer = new HttpResponse(302, Map.of("Location", "https://a.example/ü"), "Süd");
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    answer.write(json);

    APIGatewayV2HTTPResponse read =
        EventLibrary.read(APIGatewayV2HTTPResponse.class, json.toByteArray());
    assertThat(read.getStatusCode()).isEqualTo(302);
    assertThat(read.getHeaders()).isEqualTo(answer.headers());
    assertThat(read.getBody()).isEqualTo("Süd");
    assertThat(EventLibrary.rewritten(APIGatewayV2HTTPResponse.class, json.toByteArray()))
        .isEqualTo(EventLibrary.tree(json.toByteArray()));
  }

  @Test
  void messageThatTheLibraryWroteIsRead() throws IOException {
    SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
    message.setMessageId("19dd0b57-b21e-4ac1-bd88-01bbb068cb78");
    message.setBody("text with ünicode");
    message.setAttributes(Map.of("ApproximateReceiveCount", "7", "messageId", "another"));
    message.setEventSourceArn("arn:aws:sqs:eu-central-1:111122223333:report-arrivals");
    SQSEvent event = new SQSEvent();
    event.setRecords(List.of(message));

    assertThat(SqsBatch.read(new ByteArrayInputStream(EventLibrary.write(event))).messages())
        .containsExactly(
            new SqsBatch.SqsMessage(
                "19dd0b57-b21e-4ac1-bd88-01bbb068cb78", "text with ünicode", "report-arrivals", 7));
  }

  @Test
  void capturedS3EventIsReadAsTheLibraryReadsIt() throws IOException {
    Path file = Path.of("../dispatch-function/src/test/resources/events/s3-object-created.json");
    String captured = Files.readString(file);
    S3Event theirs = EventLibrary.read(S3Event.class, captured);
    var s3 = theirs.getRecords().getFirst().getS3();

    for (String json : List.of(captured, EventLibrary.text(theirs))) {
      assertThat(QueueMessage.parse(json))
          .isEqualTo(
              new QueueMessage.Arrived(
                  List.of(
                      new ObjectCreated(
                          s3.getBucket().getName(),
                          s3.getObject().getUrlDecodedKey(),
                          s3.getObject().getSizeAsLong(),
                          Optional.of(s3.getObject().getVersionId()),
                          s3.getObject().getSequencer(),
                          Instant.ofEpochMilli(
                              theirs.getRecords().getFirst().getEventTime().getMillis())))));
    }
  }

  @Test
  void createdObjectIsReadFromTheEventOfEventBridge() throws IOException {
    ScheduledEvent event = new ScheduledEvent();
    event.setSource("aws.s3");
    event.setDetailType("Object Created");
    event.setTime(DateTime.parse("2026-01-10T11:20:00Z"));
    event.setDetail(
        Map.of(
            "bucket",
            Map.of("name", "cdr-reports"),
            "object",
            Map.of("key", "reports/1/ü.zip", "size", 7, "version-id", "v", "sequencer", "61")));

    assertThat(QueueMessage.parse(EventLibrary.text(event)))
        .isEqualTo(
            new QueueMessage.Arrived(
                List.of(
                    new ObjectCreated(
                        "cdr-reports",
                        "reports/1/ü.zip",
                        7,
                        Optional.of("v"),
                        "61",
                        Instant.parse("2026-01-10T11:20:00Z")))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "webhook-aws/src/test/resources/awsevents/http-api-v2-get.json",
        "webhook-aws/src/test/resources/awsevents/http-api-v2-post-with-token.json"
      })
  void capturedRequestIsReadAsTheLibraryReadsIt(String path) throws IOException {
    byte[] captured = Files.readAllBytes(Path.of("..", path));
    APIGatewayV2HTTPEvent theirs = EventLibrary.read(APIGatewayV2HTTPEvent.class, captured);

    for (byte[] json : List.of(captured, EventLibrary.write(theirs))) {
      HttpRequest ours = HttpRequest.read(new ByteArrayInputStream(json), 10_000);
      assertThat(ours.method()).isEqualTo(theirs.getRequestContext().getHttp().getMethod());
      assertThat(ours.path()).isEqualTo(theirs.getRawPath());
      assertThat(ours.query()).isEqualTo(theirs.getRawQueryString());
      assertThat(ours.headers()).isEqualTo(theirs.getHeaders());
    }
  }
}
