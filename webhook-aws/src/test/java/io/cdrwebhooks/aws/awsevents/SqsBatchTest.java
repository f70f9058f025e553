package io.cdrwebhooks.aws.awsevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.aws.awsevents.SqsBatch.SqsMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tests the batches of a queue and their answers, in the shape that AWS documents.
class SqsBatchTest {
  @Test
  void everyMessageIsReadWithItsIdAndBody() throws IOException {
    assertThat(
            read("""
                    {"Records": [
                      {"messageId": "059f36b4", "receiptHandle": "AQEB", "body": "{\\"a\\": 1}",
                       "attributes": {"ApproximateReceiveCount": "7", "messageId": "another"},
                       "messageAttributes": {"body": {"stringValue": "x", "dataType": "String"}},
                       "eventSource": "aws:sqs", "awsRegion": "eu-central-1",
                       "eventSourceARN": "arn:aws:sqs:eu-central-1:111122223333:report-arrivals"},
                      {"messageId": "2e1424d4", "body": ""}]}
                    """)
                .messages())
        .containsExactly(
            new SqsMessage("059f36b4", "{\"a\": 1}", "report-arrivals", 7),
            new SqsMessage("2e1424d4", "", "", 1));
  }

  @Test
  void messageWithoutABodyIsRefused() {
    assertThatThrownBy(() -> read("{\"Records\": [{\"messageId\": \"059f36b4\"}]}"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void answerNamesTheFailures() throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();

    SqsBatch.writeFailures(List.of("059f36b4", "2e1424d4"), answer);

    assertThat(answer.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"batchItemFailures\":[{\"itemIdentifier\":\"059f36b4\"},"
                + "{\"itemIdentifier\":\"2e1424d4\"}]}");
  }

  private static SqsBatch read(String event) throws IOException {
    return SqsBatch.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
  }
}
