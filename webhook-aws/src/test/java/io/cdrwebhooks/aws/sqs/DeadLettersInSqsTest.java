package io.cdrwebhooks.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.TestAws;
import io.cdrwebhooks.aws.awsevents.SqsBatch.SqsMessage;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// Tests that a message moves to the dead-letter queue that its queue has, with its body unchanged.
@SpeaksToAws
class DeadLettersInSqsTest {
  @AutoClose
  private static final AwsClients CLIENTS = new AwsClients(TestAws.access(AwsService.SQS));

  private static final SqsClient SQS = CLIENTS.sqs();

  @ParameterizedTest
  @ValueSource(strings = {"due", "background", "report-arrivals"})
  void messageMovesToTheDeadLettersOfItsQueue(String queue) {
    Map<String, URI> dead =
        Map.of(
            "due", queue("due-dead"),
            "background", queue("background-dead"),
            "report-arrivals", queue("arrivals-dead"));
    DeadLetters deadLetters =
        new DeadLetters.InSqs(
            () -> SQS,
            new WorkQueues(
                URI.create("https://sqs.example/1/due"),
                URI.create("https://sqs.example/1/background")),
            new WorkQueues(dead.get("due"), dead.get("background")),
            dead.get("report-arrivals"));

    String id = deadLetters.setAside(new SqsMessage("m0", "{\"lane\": 7", queue, 1));

    dead.forEach(
        (name, url) ->
            assertThat(received(url))
                .extracting(Message::messageId, Message::body)
                .isEqualTo(name.equals(queue) ? List.of(tuple(id, "{\"lane\": 7")) : List.of()));
  }

  private static URI queue(String name) {
    String unique = TestAws.uniqueName(name);
    return URI.create(SQS.createQueue(request -> request.queueName(unique)).queueUrl());
  }

  private static List<Message> received(URI queue) {
    return SQS.receiveMessage(request -> request.queueUrl(queue.toString())).messages();
  }
}
