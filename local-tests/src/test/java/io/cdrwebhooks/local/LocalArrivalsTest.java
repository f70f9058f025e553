package io.cdrwebhooks.local;

import static io.cdrwebhooks.local.RunningSystem.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.local.receiver.ReceiverEvent;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// Tests the ways in which reports and their events arrive.
@ExtendWith(SharedSystem.class)
class LocalArrivalsTest {
  private final RunningSystem running;

  LocalArrivalsTest(RunningSystem running) {
    this.running = running;
  }

  /// All five are in the queue before the first is handled, and are received in one batch or
  /// several.
  @Test
  void reportUploadedOnceAndNotifiedFiveTimesIsDeliveredOnce() throws Exception {
    SqsClient sqs = running.system.clients().sqs();
    String queueUrl = running.system.queueUrl(LocalQueues.ARRIVALS);
    running.system.stopDelivering();
    running.upload("reports/1/notified.zip", report("notified", 3));
    Message announced = received(sqs, queueUrl);
    for (int i = 1; i < 5; i++) {
      sqs.sendMessage(message -> message.queueUrl(queueUrl).messageBody(announced.body()));
    }
    sqs.changeMessageVisibility(
        change ->
            change
                .queueUrl(queueUrl)
                .receiptHandle(announced.receiptHandle())
                .visibilityTimeout(0));
    running.system.startDelivering();
    running.accepted("notified.zip", 1);
    // The next delivery shows that all five were handled; the queue shows it, too.
    running.deliver("after-notified.zip", report("after", 1));
    awaitEmpty(sqs, queueUrl);
    assertThat(running.accepted("notified.zip", 1)).hasSize(1);
    assertThat(running.of(ReceiverEvent.Repeated.class, event -> true)).isEmpty();
  }

  @Test
  void keyUploadedTwiceIsDeliveredTwice() throws Exception {
    running.upload("reports/1/twice.zip", report("first", 1));
    running.accepted("twice.zip", 1);
    running.upload("reports/1/twice.zip", report("second", 2));
    List<ReceiverEvent.Accepted> accepted = running.accepted("twice.zip", 2);
    assertThat(accepted).hasSize(2);
    assertThat(accepted.get(0).id()).isNotEqualTo(accepted.get(1).id());
    assertThat(accepted.get(1).announcement().numberOfLines()).isEqualTo(2);
  }

  /// It is found late in both ways: its event waits in the queue, and a reconciliation sees it in
  /// the bucket.
  @Test
  void reportFromWhileTheTaskWasOffIsNotSentToItsNextConfiguration() throws Exception {
    TaskId task = new TaskId(78);
    running.api.createTask(task, "Given to another customer", null);
    running.system.stopDelivering();
    running.upload("reports/78/former.zip", report("former", 1));
    Instant uploaded = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    // S3's times have whole seconds: a report of the same second would belong to the new one.
    Await.until("the next second", Instant::now, now -> !now.isBefore(uploaded.plusSeconds(1)));
    String customer = running.api.get("/webhook-configurations").at("/items/0/id").asText();
    running.assign(task, customer);
    running.system.startDelivering();

    running.reconcile(new TimeRange(uploaded.minusSeconds(60), uploaded.plusSeconds(60)));
    running.upload("reports/78/later.zip", report("later", 1));

    running.accepted("later.zip", 1);
    awaitEmpty(running.system.clients().sqs(), running.system.queueUrl(LocalQueues.ARRIVALS));
    assertThat(running.deliveries(task, 1).findValuesAsText("fileName"))
        .containsExactly("later.zip");
  }

  /// The second event of an upload that has no first one: the same file, uploaded again.
  @Test
  void reportWhoseFirstEventIsLostIsFoundByItsSecond() throws Exception {
    running.deliver("unheard.zip", report("unheard", 1));
    String second =
        """
        {"source": "aws.s3", "detail-type": "Object Created", "time": "%s", "detail": {
          "bucket": {"name": "%s"},
          "object": {"key": "reports/1/unheard.zip", "size": 1, "sequencer": "second"}}}
        """
            .formatted(Instant.now(), LocalSettings.BUCKET);
    String queueUrl = running.system.queueUrl(LocalQueues.BACKGROUND_WORK);
    running
        .system
        .clients()
        .sqs()
        .sendMessage(send -> send.queueUrl(queueUrl).messageBody(second).delaySeconds(0));

    assertThat(running.accepted("unheard.zip", 2)).hasSize(2);
    Await.until(
        "the count of found reports",
        () -> running.metrics,
        lines -> lines.stream().anyMatch(line -> line.contains("\"ReportsReconciled\":1")));
  }

  /// SQS would move the message only after 1,000 receives.
  @ParameterizedTest
  @ValueSource(strings = {LocalQueues.ARRIVALS, LocalQueues.BACKGROUND_WORK})
  void unreadableMessageMovesToTheDeadLetterQueue(String queue) throws Exception {
    SqsClient sqs = running.system.clients().sqs();
    String url = running.system.queueUrl(queue);
    String unreadable = "{\"Records\": [{ to " + queue;
    sqs.sendMessage(message -> message.queueUrl(url).messageBody(unreadable));
    String deadLetters = running.system.queueUrl(LocalQueues.deadLetters(queue));
    // Other tests leave their own dead letters.
    Await.until(
        "the message in " + deadLetters,
        () -> sqs.receiveMessage(receive -> receive.queueUrl(deadLetters)).messages(),
        messages -> messages.stream().anyMatch(dead -> dead.body().equals(unreadable)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words.zip", "Gespräche Süd.zip", "\uD83D\uDCDE.zip"})
  void fileNameArrivesUnchanged(String fileName) throws Exception {
    byte[] report = report(fileName, 2);
    ReceiverEvent.Accepted accepted = running.deliver(fileName, report);
    assertThat(running.saved(accepted.id())).hasBinaryContent(report);
  }

  private void awaitEmpty(SqsClient sqs, String queueUrl) throws Exception {
    Await.until(
        "an empty queue",
        () ->
            sqs.getQueueAttributes(ask -> ask.queueUrl(queueUrl).attributeNamesWithStrings("All"))
                .attributesAsStrings(),
        counts ->
            counts.get("ApproximateNumberOfMessages").equals("0")
                && counts.get("ApproximateNumberOfMessagesNotVisible").equals("0"));
  }

  private static Message received(SqsClient sqs, String queueUrl) throws Exception {
    return Await.until(
            "a message in " + queueUrl,
            () -> sqs.receiveMessage(receive -> receive.queueUrl(queueUrl)).messages(),
            messages -> !messages.isEmpty())
        .getFirst();
  }
}
