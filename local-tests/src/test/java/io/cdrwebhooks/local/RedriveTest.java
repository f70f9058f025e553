package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.emulators.AccessKey;
import io.cdrwebhooks.emulators.SqsEmulator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

class RedriveTest {
  private static final String ARRIVALS_DLQ = "report-arrivals-dlq";
  private static final String DUE_ATTEMPTS_DLQ = "due-attempts-dlq";

  private static final AccessKey KEY = new AccessKey(LocalSecrets.ACCESS_KEY_ID, "any");

  @TempDir Path directory;

  @AutoClose private SqsEmulator emulator;
  @AutoClose private SqsClient sqs;

  @BeforeEach
  void start() {
    emulator =
        SqsEmulator.start(
            new LocalQueues(Duration.ofSeconds(30), Duration.ZERO).definitions(), KEY);
    sqs = KEY.sqs(emulator.endpoint());
  }

  @Test
  void everyDeadLetterReturnsToItsQueue() throws Exception {
    List<String> arrivals =
        IntStream.range(0, 23).mapToObj("arrival \u00e4 %d"::formatted).toList();
    arrivals.forEach(body -> send(ARRIVALS_DLQ, body));
    send(DUE_ATTEMPTS_DLQ, "due");
    StoredAddress.QUEUES.write(directory, emulator.endpoint());

    SendResult run = run();

    assertThat(run.exit()).isZero();
    assertThat(run.output())
        .containsExactly(
            "report-arrivals: 23 move back",
            "due-attempts: 1 move back",
            "background-work: 0 move back");
    Await.until("23 arrivals", () -> count("report-arrivals"), count -> count.equals("23"));
    assertThat(bodies("report-arrivals")).containsExactlyInAnyOrderElementsOf(arrivals);
    assertThat(bodies("due-attempts")).containsExactly("due");
    assertThat(bodies(ARRIVALS_DLQ)).isEmpty();
    assertThat(bodies(DUE_ATTEMPTS_DLQ)).isEmpty();
  }

  @Test
  void stoppedSystemIsExplainedInOneSentence() throws Exception {
    URI gone = emulator.endpoint();
    StoredAddress.QUEUES.write(directory, gone);
    emulator.close();

    SendResult run = run();

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.output())
        .containsExactly("No queues answer at " + gone + ": is make run running?");
  }

  private record SendResult(int exit, List<String> output) {}

  private SendResult run() throws Exception {
    Process process = JavaProcess.start(OperatorCommands.class, "redrive", directory.toString());
    List<String> output = JavaProcess.lines(process);
    return new SendResult(process.waitFor(), output);
  }

  private void send(String queue, String body) {
    sqs.sendMessage(message -> message.queueUrl(emulator.queueUrl(queue)).messageBody(body));
  }

  private String count(String queue) {
    return sqs.getQueueAttributes(
            ask -> ask.queueUrl(emulator.queueUrl(queue)).attributeNamesWithStrings("All"))
        .attributesAsStrings()
        .get("ApproximateNumberOfMessages");
  }

  private List<String> bodies(String queue) {
    List<String> bodies = new ArrayList<>();
    List<Message> messages;
    do {
      messages =
          sqs.receiveMessage(
                  request -> request.queueUrl(emulator.queueUrl(queue)).maxNumberOfMessages(10))
              .messages();
      messages.forEach(message -> bodies.add(message.body()));
    } while (!messages.isEmpty());
    return bodies;
  }
}
