package io.cdrwebhooks.emulators;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// Tests that the emulators of a system on one machine refuse pages of other sites, and callers
/// with other credentials.
class GuardedEmulatorsTest {
  private static final AccessKey KNOWN = S3Fixture.ACCESS_KEY;
  private static final String QUEUE = "arrivals";

  @AutoClose
  private static final SqsEmulator SQS =
      SqsEmulator.start(List.of(QueueDefinition.of(QUEUE, Duration.ZERO)), KNOWN);

  @AutoClose private static final DynamoDbEmulator DYNAMO_DB = DynamoDbEmulator.start(KNOWN, null);
  @AutoClose private static final S3Fixture S3 = S3Fixture.start(Optional.empty());
  @AutoClose private static final SqsClient KNOWN_SQS = KNOWN.sqs(SQS.endpoint());

  @Test
  void knownKeyUsesTheQueues() {
    String queue = SQS.queueUrl(QUEUE);
    assertThat(KNOWN_SQS.getQueueUrl(ask -> ask.queueName(QUEUE)).queueUrl()).isEqualTo(queue);
    String text = "ü".repeat(100_000);
    KNOWN_SQS.sendMessage(send -> send.queueUrl(queue).messageBody(text));
    assertThat(received()).isEqualTo(1);
    KNOWN_SQS.purgeQueue(purge -> purge.queueUrl(queue));
  }

  @ParameterizedTest
  @ValueSource(strings = {"another", "local-key2", "LOCAL-KEY"})
  void unknownKeyIsRefused(String id) {
    AccessKey key = new AccessKey(id, KNOWN.secret());
    try (SqsClient sqs = key.sqs(SQS.endpoint());
        DynamoDbClient unknown = DynamoDbEmulatorTest.client(DYNAMO_DB, key);
        DynamoDbClient known = DynamoDbEmulatorTest.client(DYNAMO_DB, KNOWN)) {
      assertThatThrownBy(sqs::listQueues)
          .isInstanceOfSatisfying(
              SqsException.class, refused -> assertThat(refused.statusCode()).isEqualTo(403));
      assertThatThrownBy(unknown::listTables)
          .isInstanceOfSatisfying(
              DynamoDbException.class, refused -> assertThat(refused.statusCode()).isEqualTo(403));
      assertThat(known.listTables().tableNames()).isEmpty();
    }
  }

  /// A browser sends these without asking first.
  @ParameterizedTest
  @CsvSource({
    "POST, Origin: https://other.example",
    "POST, Origin: null",
    "POST, X: y",
    "GET, X: y"
  })
  void formOfAnotherSitesPageSendsNoMessage(String method, String header) throws IOException {
    String form = "Action=SendMessage&MessageBody=forged&X-Amz-Credential=" + KNOWN.id() + "/x";
    String path = URI.create(SQS.queueUrl(QUEUE)).getPath();
    String answer =
        raw(
            SQS.endpoint(),
            method + " " + path + (method.equals("GET") ? "?" + form : ""),
            "Host: 127.0.0.1",
            header,
            "Content-Type: application/x-www-form-urlencoded",
            "Content-Length: " + form.length() + "\r\n\r\n" + form);
    assertThat(answer).startsWith("HTTP/1.1 403 ");
    assertThat(received()).isZero();
  }

  @Test
  void pageOfAnotherOriginIsRefusedWithTheKnownKeyToo() throws IOException {
    String key = "Authorization: AWS4-HMAC-SHA256 Credential=" + KNOWN.id() + "/x";
    for (URI endpoint : List.of(SQS.endpoint(), DYNAMO_DB.endpoint(), S3.emulator().endpoint())) {
      assertThat(
              raw(
                  endpoint,
                  "POST /",
                  "Host: localhost",
                  "Origin: https://other.example",
                  key,
                  "Content-Length: 0\r\n\r\n"))
          .as("%s", endpoint)
          .startsWith("HTTP/1.1 403 ");
      assertThat(raw(endpoint, "POST /", "Host: rebound.example", key, "Content-Length: 0\r\n\r\n"))
          .as("%s", endpoint)
          .startsWith("HTTP/1.1 421 ");
    }
  }

  /// The guard passes on only requests whose end is known, because a second request could hide in
  /// the body.
  @Test
  void requestWithoutOneLengthIsRefused() throws IOException {
    String key = "Authorization: AWS4-HMAC-SHA256 Credential=" + KNOWN.id() + "/x";
    for (String length :
        List.of(
            "X: y",
            "Transfer-Encoding: chunked",
            "Content-Length: 5\r\nTransfer-Encoding: chunked",
            "Content-Length: 5\r\nContent-Length: 6")) {
      assertThat(raw(SQS.endpoint(), "POST /", "Host: localhost", key, length + "\r\n\r\n"))
          .startsWith("HTTP/1.1 411 ");
    }
  }

  private static int received() {
    return KNOWN_SQS
        .receiveMessage(receive -> receive.queueUrl(SQS.queueUrl(QUEUE)).waitTimeSeconds(0))
        .messages()
        .size();
  }

  private static String raw(URI endpoint, String start, String... lines) throws IOException {
    try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
      String request = start + " HTTP/1.1\r\n" + String.join("\r\n", lines);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
