package io.cdrwebhooks.aws.sqs;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.LaneCause;
import io.cdrwebhooks.work.WorkMessages;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// Sends due work to its queue as a delayed message, which
/// [io.cdrwebhooks.aws.awsevents.QueueMessage] reads: `{"lane":"6a9f...","deliveryId":"dlv_..."}`,
/// `{"deliveryId":"dlv_..."}`, `{"jobId":"job_..."}` or `{"digest":"cfg_..."}`.
///
/// It throws the SDK's own unchecked exception if a queue cannot be reached or refuses the message.
public record SqsWorkMessages(Supplier<SqsClient> sqs, WorkQueues queues, InstantSource clock)
    implements WorkMessages {
  /// The most messages that SQS accepts in one request.
  private static final int MAX_AT_ONCE = 10;

  /// Creates the queues with the clock of this machine.
  public SqsWorkMessages(Supplier<SqsClient> sqs, WorkQueues queues) {
    this(sqs, queues, InstantSource.system());
  }

  @Override
  public void send(DueWork work, Duration delay) {
    send(queues.of(work), seconds(delay), message(work, delay));
  }

  /// Sends the messages in batches. If SQS refuses a message of a batch, this method sends it once
  /// more, alone.
  @Override
  public void sendAll(List<WorkMessages.Message> messages) {
    Map<URI, List<SendMessageBatchRequestEntry>> byQueue = new LinkedHashMap<>();
    int number = 0;
    for (WorkMessages.Message message : messages) {
      byQueue
          .computeIfAbsent(queues.of(message.work()), _ -> new ArrayList<>())
          .add(
              SendMessageBatchRequestEntry.builder()
                  .id("m" + number++)
                  .delaySeconds(seconds(message.delay()))
                  .messageBody(message(message.work(), message.delay()))
                  .build());
    }
    byQueue.forEach(
        (queue, entries) -> {
          for (int from = 0; from < entries.size(); from += MAX_AT_ONCE) {
            send(queue, entries.subList(from, Math.min(from + MAX_AT_ONCE, entries.size())));
          }
        });
  }

  private void send(URI queue, List<SendMessageBatchRequestEntry> entries) {
    Set<String> refused =
        sqs
            .get()
            .sendMessageBatch(batch -> batch.queueUrl(queue.toString()).entries(entries))
            .failed()
            .stream()
            .map(BatchResultErrorEntry::id)
            .collect(Collectors.toSet());
    entries.stream()
        .filter(entry -> refused.contains(entry.id()))
        .forEach(entry -> send(queue, entry.delaySeconds(), entry.messageBody()));
  }

  private void send(URI queue, int delaySeconds, String body) {
    sqs.get()
        .sendMessage(
            message ->
                message.queueUrl(queue.toString()).delaySeconds(delaySeconds).messageBody(body));
  }

  private static int seconds(Duration delay) {
    if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
      throw new IllegalArgumentException(
          "the delay of a message must be from 0 to " + MAX_DELAY + ": " + delay);
    }
    return (int) delay.plusSeconds(1).minusNanos(1).toSeconds();
  }

  @Override
  public boolean othersWait() {
    return waiting(queues.dueAttempts()) > 0;
  }

  @Override
  public int backgroundWaiting() {
    return waiting(queues.backgroundWork());
  }

  private int waiting(URI queue) {
    String waiting =
        sqs.get()
            .getQueueAttributes(
                request ->
                    request
                        .queueUrl(queue.toString())
                        .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
            .attributes()
            .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
    return waiting == null ? 0 : Integer.parseInt(waiting);
  }

  private String message(DueWork work, Duration delay) {
    return Json.write(
        switch (work) {
          case DueWork.OfLane lane -> message(lane.withExpectedAt(clock.instant().plus(delay)));
          case DueWork.OfDelivery(DeliveryId id) -> Json.object("deliveryId", id.value());
          case DueWork.OfJob(BulkJobId id) -> Json.object("jobId", id.value());
          case DueWork.OfDigest(ConfigurationId id) -> Json.object("digest", id.value());
          case DueWork.OfWatch(TaskId task) -> Json.object("watch", task.value());
        });
  }

  private static Map<String, Object> message(DueWork.OfLane lane) {
    Map<String, Object> message = Json.object("lane", lane.configuration().value());
    lane.first().ifPresent(first -> message.put("deliveryId", first.value()));
    switch (lane.cause()) {
      case LaneCause.Waiting(var _, var task, var uncounted) -> {
        uncounted.ifPresent(at -> message.put("uncounted", at.toEpochMilli()));
        task.ifPresent(id -> message.put("task", id.value()));
      }
      case LaneCause.OwnMessage(var _, int hops) -> message.put("hops", hops);
      case LaneCause.Asked _ -> message.put("asked", true);
      case LaneCause.Due _ -> {}
    }
    lane.expectedAt().ifPresent(at -> message.put("at", at.toEpochMilli()));
    return message;
  }
}
