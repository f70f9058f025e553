package io.cdrwebhooks.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.emulators.AccessKey;
import io.cdrwebhooks.emulators.QueueDefinition;
import io.cdrwebhooks.emulators.SqsEmulator;
import io.cdrwebhooks.emulators.lambda.EventLibrary;
import io.cdrwebhooks.local.Await;
import io.cdrwebhooks.log.EventLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.PurgeQueueRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

class QueuePollerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String QUEUE = "work";
  private static final String DEAD = "work-dlq";

  private static final AccessKey KEY = new AccessKey("any", "any");

  @AutoClose private static SqsEmulator emulator;
  @AutoClose private static SqsClient sqs;

  private final List<JsonNode> records = new CopyOnWriteArrayList<>();
  private final List<String> log = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() {
    Duration visibility = Duration.ofSeconds(1);
    emulator =
        SqsEmulator.start(
            List.of(
                QueueDefinition.of(DEAD, visibility),
                QueueDefinition.of(QUEUE, visibility).withDeadLetters(DEAD, 2)),
            KEY);
    sqs = KEY.sqs(emulator.endpoint());
  }

  @BeforeEach
  void empty() {
    for (String queue : List.of(QUEUE, DEAD)) {
      sqs.purgeQueue(PurgeQueueRequest.builder().queueUrl(emulator.queueUrl(queue)).build());
    }
  }

  @Test
  void failedMessageBecomesADeadLetterAndOthersAreDeleted() throws Exception {
    send("good-1", "bad", "good-2");
    try (QueuePoller _ = poller(1, this::failBad)) {
      Await.until("a dead letter", () -> count(DEAD), count -> count.equals("1"));
    }
    assertThat(bodies()).containsOnlyOnce("good-1", "good-2");
    assertThat(Collections.frequency(bodies(), "bad")).isEqualTo(2);
    assertThat(left()).isEqualTo("0");
  }

  /// AWS's own class knows all fields of the event.
  @Test
  void messageHasTheFieldsThatLambdaSends() throws Exception {
    send("text with ünicode");
    try (QueuePoller _ = poller(1, (in, out, context) -> record(in.readAllBytes()))) {
      Await.until("the message", records::size, size -> size == 1);
    }
    JsonNode message = records.getFirst();
    byte[] event = JSON.writeValueAsBytes(Map.of("Records", records));
    assertThat(EventLibrary.rewritten(SQSEvent.class, event)).isEqualTo(EventLibrary.tree(event));
    assertThat(message.path("body").asText()).isEqualTo("text with ünicode");
    assertThat(message.at("/attributes/ApproximateReceiveCount").asText()).isEqualTo("1");
    assertThat(message.path("eventSourceARN").asText()).endsWith(":" + QUEUE);
  }

  @Test
  void batchThatThrowsIsRetriedAndThePollerContinues() throws Exception {
    send("thrown");
    try (QueuePoller _ =
        poller(
            1,
            (in, out, context) -> {
              record(in.readAllBytes());
              if (records.size() == 1) {
                throw new IllegalStateException("as asked for");
              }
            })) {
      Await.until("a second receive", records::size, size -> size == 2);
    }
    assertThat(bodies()).containsExactly("thrown", "thrown");
    assertThat(log)
        .anyMatch(line -> line.contains("poller.failed") && line.contains("as asked for"));
    assertThat(left()).isEqualTo("0");
  }

  @Test
  void seventeenthInvocationOfAChainIsRefusedAndItsMessageReturns() throws Exception {
    SqsClient counting = RecursionDetection.counting(sqs);
    send("step");
    try (QueuePoller _ =
        poller(
            1,
            (in, out, context) -> {
              record(in.readAllBytes());
              inSeparateThread(
                  () ->
                      counting.sendMessage(
                          next -> next.queueUrl(emulator.queueUrl(QUEUE)).messageBody("step")));
            })) {
      Await.until("a dead letter", () -> count(DEAD), count -> count.equals("1"));
    }
    assertThat(bodies()).hasSize(16);
    assertThat(log)
        .filteredOn(line -> line.contains("a chain must have at most 16 invocations of worker: 17"))
        .as("each receive of the 17th is refused")
        .hasSize(2);
  }

  @Test
  void chainsAreCountedForEachMessage() throws Exception {
    sqs.sendMessage(
        far ->
            far.queueUrl(emulator.queueUrl(QUEUE))
                .messageBody("far")
                .messageAttributes(
                    Map.of(
                        RecursionDetection.HOP,
                        MessageAttributeValue.builder()
                            .dataType("Number")
                            .stringValue("17")
                            .build())));
    send("near", "nearer");
    try (QueuePoller _ = poller(1, (in, out, context) -> record(in.readAllBytes()))) {
      Await.until("a dead letter", () -> count(DEAD), count -> count.equals("1"));
    }
    assertThat(bodies()).containsExactlyInAnyOrder("near", "nearer");
  }

  /// As the handlers do it.
  private static void inSeparateThread(Runnable work) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(work).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void closingDrainsTheQueue() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    RequestStreamHandler handler =
        (in, out, context) -> {
          record(in.readAllBytes());
          first.countDown();
          await(goOn);
        };
    send("0");
    QueuePoller poller = poller(1, handler);
    first.await();
    for (int batch = 0; batch < 3; batch++) {
      send(IntStream.range(1, 11).mapToObj(Integer::toString).toArray(String[]::new));
    }
    Thread closing = Thread.ofVirtual().start(poller::close);
    goOn.countDown();
    closing.join();
    assertThat(records).hasSize(31);
    assertThat(left()).isEqualTo("0");
  }

  @Test
  void batchesRunInParallelUpToTheMaximumConcurrency() throws Exception {
    CountDownLatch two = new CountDownLatch(2);
    RequestStreamHandler handler =
        (in, out, context) -> {
          record(in.readAllBytes());
          two.countDown();
          await(two);
        };
    try (QueuePoller _ = poller(2, handler)) {
      send("first");
      Await.until("the first message", records::size, size -> size == 1);
      send("second");
      two.await();
    }
    assertThat(bodies()).containsExactly("first", "second");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private QueuePoller poller(int concurrency, RequestStreamHandler handler) {
    return new QueuePoller(
        sqs,
        emulator.queueUrl(QUEUE),
        new LocalFunction("worker", handler, Duration.ofSeconds(10)),
        new QueuePoller.Batches(10, concurrency),
        new EventLog(InstantSource.system(), log::add));
  }

  private void failBad(InputStream in, OutputStream out, Context context) throws IOException {
    List<JsonNode> batch = record(in.readAllBytes());
    var answer = JSON.createObjectNode();
    var failures = answer.putArray("batchItemFailures");
    batch.stream()
        .filter(message -> message.path("body").asText().equals("bad"))
        .forEach(
            message ->
                failures.addObject().put("itemIdentifier", message.path("messageId").asText()));
    out.write(JSON.writeValueAsBytes(answer));
  }

  private List<JsonNode> record(byte[] event) throws IOException {
    List<JsonNode> batch = JSON.readTree(event).path("Records").valueStream().toList();
    records.addAll(batch);
    return batch;
  }

  private List<String> bodies() {
    return records.stream().map(message -> message.path("body").asText()).toList();
  }

  private static void send(String... bodies) {
    sqs.sendMessageBatch(
        batch ->
            batch
                .queueUrl(emulator.queueUrl(QUEUE))
                .entries(
                    IntStream.range(0, bodies.length)
                        .mapToObj(
                            i ->
                                SendMessageBatchRequestEntry.builder()
                                    .id("m" + i)
                                    .messageBody(bodies[i])
                                    .build())
                        .toList()));
  }

  private static String count(String queue) {
    return attribute(queue, "ApproximateNumberOfMessages");
  }

  /// Visible or not.
  private static String left() {
    return Integer.toString(
        Integer.parseInt(count(QUEUE))
            + Integer.parseInt(attribute(QUEUE, "ApproximateNumberOfMessagesNotVisible")));
  }

  private static String attribute(String queue, String name) {
    return sqs.getQueueAttributes(
            ask -> ask.queueUrl(emulator.queueUrl(queue)).attributeNamesWithStrings("All"))
        .attributesAsStrings()
        .get(name);
  }
}
