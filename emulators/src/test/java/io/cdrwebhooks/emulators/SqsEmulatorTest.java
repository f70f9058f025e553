package io.cdrwebhooks.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class SqsEmulatorTest {
  @AutoClose private static SqsEmulator emulator;
  @AutoClose private static SqsClient sqs;

  @BeforeAll
  static void start() {
    emulator =
        SqsEmulator.start(
            List.of(
                QueueDefinition.of("arrivals", Duration.ZERO).withDeadLetters("dead", 2),
                QueueDefinition.of("dead", Duration.ofSeconds(30))),
            S3Fixture.ACCESS_KEY);
    sqs = S3Fixture.ACCESS_KEY.sqs(emulator.endpoint());
  }

  @Test
  void messageIsReceivedFromTheQueueOfItsUrl() {
    String queue = emulator.queueUrl("dead");
    assertThat(sqs.getQueueUrl(request -> request.queueName("dead")).queueUrl()).isEqualTo(queue);
    sqs.sendMessage(request -> request.queueUrl(queue).messageBody("{\"ü\":1}"));
    Message message = receive("dead").getFirst();
    assertThat(message.body()).isEqualTo("{\"ü\":1}");
    sqs.deleteMessage(request -> request.queueUrl(queue).receiptHandle(message.receiptHandle()));
  }

  @Test
  void messageReceivedTooOftenMovesToTheDeadLetterQueue() {
    sqs.sendMessage(
        request -> request.queueUrl(emulator.queueUrl("arrivals")).messageBody("poison"));
    assertThat(receive("arrivals")).hasSize(1);
    assertThat(receive("arrivals")).hasSize(1);
    assertThat(receive("arrivals")).isEmpty();
    assertThat(receive("dead")).extracting(Message::body).containsExactly("poison");
  }

  @Test
  void queuesHaveTheirVisibilityTimeout() {
    Map<QueueAttributeName, String> attributes =
        sqs.getQueueAttributes(
                request ->
                    request
                        .queueUrl(emulator.queueUrl("dead"))
                        .attributeNames(QueueAttributeName.ALL))
            .attributes();
    assertThat(attributes).containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "30");
  }

  private static List<Message> receive(String queue) {
    return sqs.receiveMessage(
            request ->
                request
                    .queueUrl(emulator.queueUrl(queue))
                    .maxNumberOfMessages(10)
                    .waitTimeSeconds(0))
        .messages();
  }
}
