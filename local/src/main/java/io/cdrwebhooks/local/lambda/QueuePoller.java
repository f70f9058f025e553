package io.cdrwebhooks.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.log.EventLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// Polls a queue as Lambda's event source mapping does. It invokes a function with batches, and
/// deletes the messages that the function did not report as failed. SQS makes the failed ones
/// visible again, and moves them to the dead-letter queue in the end.
///
/// A batch contains messages of one hop, so that [RecursionDetection] counts each chain exactly.
///
/// Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS".
public final class QueuePoller implements AutoCloseable {
  /// The number of threads that wait for messages.
  private static final int RECEIVERS = 5;

  private static final Duration LONG_POLL = Duration.ofSeconds(1);
  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);
  private static final Duration LAST_MESSAGES = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SqsClient sqs;
  private final String queueUrl;
  private final LocalFunction function;
  private final EventLog log;
  private final Semaphore free;
  private final Batches batches;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;

  /// The largest size of a batch, and the largest number of batches in parallel.
  public record Batches(int size, int atOnce) {}

  public QueuePoller(
      SqsClient sqs, String queueUrl, LocalFunction function, Batches batches, EventLog log) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
    this.function = function;
    this.log = log;
    this.batches = batches;
    this.free = new Semaphore(batches.atOnce());
    for (int i = 0; i < Math.min(batches.atOnce(), RECEIVERS); i++) {
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("poller-" + function.name() + "-" + i)
              .start(this::poll));
    }
  }

  /// Polls while there are messages, even after [#close]: the queue's content is lost with this
  /// process.
  private void poll() {
    boolean empty = false;
    while (!stopping || !empty) {
      free.acquireUninterruptibly();
      List<Message> messages = List.of();
      try {
        messages = receive();
        empty = messages.isEmpty();
      } catch (RuntimeException e) {
        // The poller continues after any failure of the queue.
        empty = stopping;
        log.error("poller.failed", e, "function", function.name());
        pause();
      }
      if (messages.isEmpty()) {
        free.release();
      } else {
        List<Message> received = messages;
        Thread.startVirtualThread(() -> work(received));
      }
    }
  }

  private void work(List<Message> messages) {
    try {
      Map<Integer, List<Message>> byHop =
          messages.stream()
              .collect(
                  Collectors.groupingBy(
                      RecursionDetection::hop, TreeMap::new, Collectors.toList()));
      for (Map.Entry<Integer, List<Message>> batch : byHop.entrySet()) {
        byte[] event = event(batch.getValue());
        byte[] answer = RecursionDetection.invoke(function, event, batch.getKey());
        delete(batch.getValue(), failedIds(answer));
      }
    } catch (IOException | RuntimeException e) {
      // The messages become visible again after any failure of the function.
      log.error("poller.failed", e, "function", function.name());
    } finally {
      free.release();
    }
  }

  private List<Message> receive() {
    return sqs.receiveMessage(
            request ->
                request
                    .queueUrl(queueUrl)
                    .maxNumberOfMessages(batches.size())
                    .waitTimeSeconds(stopping ? 0 : (int) LONG_POLL.toSeconds())
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                    .messageAttributeNames(RecursionDetection.HOP))
        .messages();
  }

  private byte[] event(List<Message> messages) throws IOException {
    ObjectNode event = JSON.createObjectNode();
    ArrayNode records = event.putArray("Records");
    for (Message message : messages) {
      ObjectNode each = records.addObject();
      each.put("messageId", message.messageId());
      each.put("receiptHandle", message.receiptHandle());
      each.put("body", message.body());
      ObjectNode attributes = each.putObject("attributes");
      message.attributesAsStrings().forEach(attributes::put);
      each.putObject("messageAttributes");
      each.put("md5OfBody", message.md5OfBody());
      each.put("eventSource", "aws:sqs");
      each.put(
          "eventSourceARN",
          "arn:aws:sqs:us-east-1:000000000000:"
              + queueUrl.substring(queueUrl.lastIndexOf('/') + 1));
      each.put("awsRegion", "us-east-1");
    }
    return JSON.writeValueAsBytes(event);
  }

  private static Set<String> failedIds(byte[] answer) throws IOException {
    Set<String> failed = new HashSet<>();
    for (JsonNode failure : JSON.readTree(answer).path("batchItemFailures")) {
      failed.add(failure.path("itemIdentifier").asText());
    }
    return failed;
  }

  private void delete(List<Message> messages, Set<String> failed) {
    List<DeleteMessageBatchRequestEntry> done = new ArrayList<>();
    for (Message message : messages) {
      if (!failed.contains(message.messageId())) {
        done.add(
            DeleteMessageBatchRequestEntry.builder()
                .id(Integer.toString(done.size()))
                .receiptHandle(message.receiptHandle())
                .build());
      }
    }
    if (!done.isEmpty()) {
      var _ = sqs.deleteMessageBatch(request -> request.queueUrl(queueUrl).entries(done));
    }
  }

  private void pause() {
    if (stopping) {
      return;
    }
    try {
      Thread.sleep(AFTER_A_FAULT);
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  /// Makes this poller end when the queue is empty, without waiting for it.
  public void stop() {
    stopping = true;
  }

  /// Ends when the queue is empty, or after 20 seconds.
  @Override
  public void close() {
    stop();
    long deadline = System.nanoTime() + LAST_MESSAGES.toNanos();
    try {
      for (Thread thread : threads) {
        thread.join(until(deadline));
      }
      boolean _ =
          free.tryAcquire(batches.atOnce(), until(deadline).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration until(long deadlineNanos) {
    return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
  }
}
