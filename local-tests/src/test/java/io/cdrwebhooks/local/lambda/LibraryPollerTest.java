package io.cdrwebhooks.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.cdrwebhooks.emulators.AccessKey;
import io.cdrwebhooks.emulators.QueueDefinition;
import io.cdrwebhooks.emulators.SqsEmulator;
import io.cdrwebhooks.emulators.lambda.EventLibrary;
import io.cdrwebhooks.local.Await;
import io.cdrwebhooks.log.EventLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/// Tests that a function made of AWS's own classes reads the poller's batch, and that the poller
/// reads its answer.
class LibraryPollerTest {
  private static final AccessKey KEY = new AccessKey("any", "any");
  private static final String BODY = "{\"Records\":[\"Süd + 100% \uD83D\uDCDE\"]}";

  private final List<byte[]> events = new CopyOnWriteArrayList<>();
  @AutoClose private SqsEmulator emulator;
  @AutoClose private SqsClient sqs;

  @BeforeEach
  void start() {
    emulator = SqsEmulator.start(List.of(QueueDefinition.of("work", Duration.ofSeconds(1))), KEY);
    sqs = KEY.sqs(emulator.endpoint());
  }

  @Test
  void libraryReadsTheMessageThatWasSent() throws Exception {
    SendMessageResponse sent = send(BODY);
    poll(1, (event, answer, context) -> events.add(event.readAllBytes()));
    SQSMessage read = EventLibrary.read(SQSEvent.class, events.getFirst()).getRecords().getFirst();

    assertThat(read.getMessageId()).isEqualTo(sent.messageId());
    assertThat(read.getBody()).isEqualTo(BODY);
    assertThat(read.getMd5OfBody()).isEqualTo(sent.md5OfMessageBody());
    assertThat(read.getReceiptHandle()).isNotEmpty();
    assertThat(read.getAttributes())
        .containsEntry("ApproximateReceiveCount", "1")
        .containsKeys("SentTimestamp", "SenderId", "ApproximateFirstReceiveTimestamp");
    assertThat(read.getEventSource()).isEqualTo("aws:sqs");
    assertThat(read.getEventSourceArn()).endsWith(":work");
    assertThat(read.getAwsRegion()).isEqualTo(AccessKey.REGION);
    assertThat(EventLibrary.rewritten(SQSEvent.class, events.getFirst()))
        .isEqualTo(EventLibrary.tree(events.getFirst()));
  }

  @Test
  void onlyAMessageNamedByTheLibraryStays() throws Exception {
    send("bad");
    send("good");
    poll(
        2,
        (event, answer, context) -> {
          byte[] batch = event.readAllBytes();
          answer.write(EventLibrary.write(failed(EventLibrary.read(SQSEvent.class, batch))));
          events.add(batch);
        });

    assertThat(
            sqs.receiveMessage(
                    ask -> ask.queueUrl(queueUrl()).maxNumberOfMessages(10).waitTimeSeconds(10))
                .messages())
        .extracting(Message::body)
        .containsExactly("bad");
  }

  private static SQSBatchResponse failed(SQSEvent event) {
    return new SQSBatchResponse(
        event.getRecords().stream()
            .filter(message -> message.getBody().equals("bad"))
            .map(message -> new BatchItemFailure(message.getMessageId()))
            .toList());
  }

  private SendMessageResponse send(String body) {
    return sqs.sendMessage(message -> message.queueUrl(queueUrl()).messageBody(body));
  }

  /// Waits until the function got this many messages and the poller has deleted the handled ones.
  private void poll(int messages, RequestStreamHandler handler) throws Exception {
    try (QueuePoller _ =
        new QueuePoller(
            sqs,
            queueUrl(),
            new LocalFunction("worker", handler, Duration.ofSeconds(10)),
            new QueuePoller.Batches(10, 1),
            new EventLog(InstantSource.system(), _ -> {}))) {
      Await.until("all messages", this::received, count -> count >= messages);
    }
  }

  private int received() {
    return events.stream()
        .mapToInt(event -> EventLibrary.read(SQSEvent.class, event).getRecords().size())
        .sum();
  }

  private String queueUrl() {
    return emulator.queueUrl("work");
  }
}
