package io.cdrwebhooks.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.TestAws;
import io.cdrwebhooks.aws.awsevents.SqsBatch.SqsMessage;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// Tests that a message moves to the dead-letter queue that its queue has, with its body unchanged.
@SpeaksToAws
class DeadLettersInSqsTest {
  @AutoClose
  private static final AwsClients CLIENTS = new AwsClients(TestAws.access(AwsService.SQS));

  private static final SqsClient SQS = CLIENTS.sqs();

  private final String due = TestAws.uniqueName("due");
  private final URI ofDue = queue("due-dead");
  private final URI ofBackground = queue("background-dead");
  private final URI ofArrivals = queue("arrivals-dead");
  private final DeadLetters deadLetters =
      new DeadLetters.InSqs(
          () -> SQS,
          new WorkQueues(
              URI.create("https://sqs.example/1/" + due),
              URI.create("https://sqs.example/1/background")),
          new WorkQueues(ofDue, ofBackground),
          ofArrivals);

  @Test
  void messageOfDueAttemptsIsADeadLetterOfDueAttempts() {
    String id = deadLetters.setAside(new SqsMessage("m0", "{\"lane\": 7", due, 1));

    assertThat(received(ofDue))
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.body()).isEqualTo("{\"lane\": 7");
              assertThat(message.messageId()).isEqualTo(id);
            });
    assertThat(received(ofArrivals)).isEmpty();
  }

  @Test
  void messageOfBackgroundWorkIsADeadLetterOfBackgroundWork() {
    deadLetters.setAside(new SqsMessage("m0", "{\"jobId\": 7", "background", 1));

    assertThat(received(ofBackground)).hasSize(1);
    assertThat(received(ofDue)).isEmpty();
    assertThat(received(ofArrivals)).isEmpty();
  }

  @Test
  void messageOfArrivalsIsADeadLetterOfArrivals() {
    String id = deadLetters.setAside(new SqsMessage("m0", "<Records/>", "report-arrivals", 1));

    assertThat(received(ofArrivals))
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.body()).isEqualTo("<Records/>");
              assertThat(message.messageId()).isEqualTo(id);
            });
    assertThat(received(ofDue)).isEmpty();
  }

  private static URI queue(String name) {
    String unique = TestAws.uniqueName(name);
    return URI.create(SQS.createQueue(request -> request.queueName(unique)).queueUrl());
  }

  private static List<Message> received(URI queue) {
    return SQS.receiveMessage(request -> request.queueUrl(queue.toString())).messages();
  }
}
