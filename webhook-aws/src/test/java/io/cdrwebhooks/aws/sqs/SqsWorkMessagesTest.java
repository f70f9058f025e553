package io.cdrwebhooks.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.TestAws;
import io.cdrwebhooks.aws.awsevents.QueueMessage;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.SampleWork;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.WorkMessages;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

@Tag("slow")
@SpeaksToAws
class SqsWorkMessagesTest {
  private static final DeliveryId DELIVERY = new DeliveryId("dlv_0123456789abcdef0123456789abcdef");
  private static final BulkJobId JOB = new BulkJobId("job_0123456789abcdef0123456789abcdef");

  private static final Instant NOW = Instant.parse("2026-12-01T10:00:00.412Z");

  @AutoClose
  private static final AwsClients CLIENTS = new AwsClients(TestAws.access(AwsService.SQS));

  private static final SqsClient SQS = CLIENTS.sqs();

  private static final DueWork LANE =
      SampleWork.wakeUp(new ConfigurationId("cfg_" + "0".repeat(32)));

  private static final DueWork DELIVERY_WORK = new DueWork.OfDelivery(DELIVERY);

  private URI queueUrl;
  private URI backgroundUrl;
  private WorkMessages workMessages;

  /// As in a deployment, background work delays messages whose sender names no delay. Ours name
  /// one.
  @BeforeEach
  void makeQueues() {
    queueUrl = newQueue("due", 0);
    backgroundUrl = newQueue("background", 900);
    workMessages =
        new SqsWorkMessages(() -> SQS, new WorkQueues(queueUrl, backgroundUrl), () -> NOW);
  }

  private static URI newQueue(String prefix, int delaySeconds) {
    String name = TestAws.uniqueName(prefix);
    Map<QueueAttributeName, String> delay =
        Map.of(QueueAttributeName.DELAY_SECONDS, "" + delaySeconds);
    return URI.create(
        SQS.createQueue(request -> request.queueName(name).attributes(delay)).queueUrl());
  }

  @Test
  void otherWorkThanLanesUsesTheBackgroundQueue() {
    ConfigurationId configuration = new ConfigurationId("cfg_" + "1".repeat(32));
    for (DueWork work :
        List.of(
            DELIVERY_WORK,
            new DueWork.OfJob(JOB),
            new DueWork.OfDigest(configuration),
            new DueWork.OfWatch(new TaskId(42)))) {
      workMessages.send(work, Duration.ZERO);

      assertThat(workMessages.othersWait()).isFalse();
      assertThat(received(backgroundUrl))
          .extracting(Message::body)
          .extracting(QueueMessage::parse)
          .containsExactly(new QueueMessage.Due(work));
    }
  }

  @Test
  void messageOfALaneHasAllItsFields() {
    ConfigurationId lane = new ConfigurationId("cfg_" + "1".repeat(32));
    List<DueWork.OfLane> sent =
        List.of(
            SampleWork.wakeUp(lane),
            SampleWork.wakeUp(lane, DELIVERY),
            DueWork.OfLane.askedFor(lane, DELIVERY),
            SampleWork.toCount(lane, DELIVERY, new TaskId(42), Instant.ofEpochMilli(1)),
            DueWork.OfLane.ownMessage(lane, Optional.empty(), 7));
    for (DueWork.OfLane work : sent) {
      workMessages.send(work, Duration.ofMillis(100));
      assertThat(received(queueUrl))
          .extracting(Message::body)
          .extracting(QueueMessage::parse)
          .contains(new QueueMessage.Due(work.withExpectedAt(NOW.plusMillis(100))));
    }
  }

  @Test
  void manyMessagesGoToTheirQueuesTenAtATime() {
    List<WorkMessages.Message> all = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      all.add(new WorkMessages.Message(i < 12 ? lane(i) : DELIVERY_WORK, Duration.ZERO));
    }
    workMessages.sendAll(all);

    assertThat(waiting(queueUrl)).isEqualTo("12");
    assertThat(waiting(backgroundUrl)).isEqualTo("11");
    assertThatThrownBy(
            () ->
                workMessages.sendAll(
                    List.of(new WorkMessages.Message(LANE, Duration.ofMinutes(16)))))
        .hasMessageContaining("PT16M");
  }

  private static DueWork lane(int number) {
    return SampleWork.wakeUp(new ConfigurationId("cfg_%032d".formatted(number)));
  }

  private static @Nullable String waiting(URI queue) {
    return SQS.getQueueAttributes(
            request ->
                request
                    .queueUrl(queue.toString())
                    .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        .attributes()
        .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
  }

  @Test
  void unreceivedMessageCountsAsWaiting() {
    assertThat(workMessages.othersWait()).isFalse();
    workMessages.send(LANE, Duration.ZERO);
    assertThat(workMessages.othersWait()).isTrue();
    assertThat(received(queueUrl)).hasSize(1);
    assertThat(workMessages.othersWait()).isFalse();
  }

  /// Second events are delayed for 15 minutes: they do not wait for a worker yet.
  @Test
  void unreceivedBackgroundWorkIsCounted() {
    workMessages.send(LANE, Duration.ZERO);
    workMessages.send(DELIVERY_WORK, Duration.ofMinutes(15));
    assertThat(workMessages.backgroundWaiting()).isZero();

    workMessages.send(DELIVERY_WORK, Duration.ZERO);
    workMessages.send(new DueWork.OfJob(JOB), Duration.ZERO);
    assertThat(workMessages.backgroundWaiting()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"PT15M", "PT0.001S", "PT5S"})
  void messageWithDelayWaits(Duration delay) {
    workMessages.send(LANE, delay);

    assertThat(count(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED)).isEqualTo("1");
    assertThat(count(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT15M0.001S", "PT-0.001S", "PT24H"})
  void delayBeyondTheLimitIsRefused(Duration delay) {
    assertThatThrownBy(() -> workMessages.send(LANE, delay))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(count(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED)).isEqualTo("0");
  }

  @Test
  void missingQueueIsAFault() {
    SQS.deleteQueue(request -> request.queueUrl(queueUrl.toString()));

    assertThatThrownBy(() -> workMessages.send(LANE, Duration.ZERO))
        .isInstanceOf(SqsException.class);
  }

  private static List<Message> received(URI queue) {
    return SQS.receiveMessage(request -> request.queueUrl(queue.toString()).waitTimeSeconds(2))
        .messages();
  }

  private String count(QueueAttributeName attribute) {
    Map<QueueAttributeName, String> attributes =
        SQS.getQueueAttributes(
                request -> request.queueUrl(queueUrl.toString()).attributeNames(attribute))
            .attributes();
    return attributes.get(attribute);
  }
}
