package io.cdrwebhooks.bench.throughput;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.dispatch.RuntimeInputs;
import io.cdrwebhooks.local.LocalSettings;
import io.cdrwebhooks.log.Metrics;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sqs.model.Message;

/// What the emulators take alone: the requests of the product for each upload, without the product.
///
/// Arguments: a report, and the receiver. Records first what the product asks for reports like it,
/// then says where its S3 is and the key to it.
final class CeilingProcess implements AutoCloseable {
  /// As many as the local system has.
  private static final int POLLERS = 5;

  private static final int RECORDED_BATCHES = 4;
  private static final int BATCH = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EmulatedServices services = new EmulatedServices();
  private final QueueBatches queue = new QueueBatches(services.aws().sqs(), services.queueUrl());
  private final QueueBatches dueAttempts =
      new QueueBatches(services.aws().sqs(), services.dueAttemptsUrl());

  /// What has arrived, and whose message is in the queue of due work or about to be: which of them
  /// a message is about does not matter.
  private final Queue<BareBatches.Message> arrived = new ConcurrentLinkedQueue<>();

  private final List<TrialRun.Batch> recorded = new ArrayList<>();
  private final List<BareBatches.Message> like = new ArrayList<>();
  private final AtomicInteger number = new AtomicInteger();
  private volatile boolean stopping;

  private CeilingProcess() throws InterruptedException {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream output = Child.takeOutput();
    try (CeilingProcess process = new CeilingProcess();
        BarePosts posts = new BarePosts(URI.create(arguments[1]))) {
      process.record(Files.readAllBytes(Path.of(arguments[0])));
      process.poll(new BareBatches(process.services.aws(), posts));
      Child.serve(
          output,
          List.of(
              process.services.endpoints().s3(),
              process.services.endpoints().accessKey().id(),
              process.services.endpoints().accessKey().secret()),
          question -> List.of("?"));
    }
  }

  private void record(byte[] report) throws IOException {
    RuntimeInputs inputs = RuntimeInputs.standard(Metrics.NAMESPACE);
    try (TrialRun trial =
        new TrialRun(
            new Product.Means(
                services.aws(),
                services.clients(),
                EmulatedServices.vault(),
                URI.create(services.dueAttemptsUrl())),
            _ -> EmulatedServices.vault(),
            inputs)) {
      services.tell(trial.receiver());
      for (int i = 0; i < 2 * RECORDED_BATCHES; i++) {
        upload(report, i);
        List<Message> messages = new ArrayList<>();
        while (messages.size() < BATCH) {
          messages.addAll(queue.receive());
        }
        TrialRun.Batch batch = trial.work(event(messages));
        queue.delete(messages);
        if (i >= RECORDED_BATCHES) {
          recorded.add(batch);
          like.addAll(batch.messages());
        }
      }
      empty(dueAttempts);
    }
  }

  private static void empty(QueueBatches queue) {
    List<Message> messages = queue.receive();
    while (!messages.isEmpty()) {
      queue.delete(messages);
      messages = queue.receive();
    }
  }

  private void upload(byte[] report, int batch) {
    for (int i = 0; i < BATCH; i++) {
      String key = "reports/%d/trial%03d-%06d.zip".formatted(1 + i, batch, i);
      var _ =
          services
              .aws()
              .s3()
              .putObject(
                  put -> put.bucket(LocalSettings.BUCKET).key(key), RequestBody.fromBytes(report));
    }
  }

  private static byte[] event(List<Message> messages) throws IOException {
    ObjectNode event = JSON.createObjectNode();
    ArrayNode records = event.putArray("Records");
    for (Message message : messages) {
      records.addObject().put("messageId", message.messageId()).put("body", message.body());
    }
    return JSON.writeValueAsBytes(event);
  }

  private void poll(BareBatches bare) {
    for (int i = 0; i < POLLERS; i++) {
      poll("bare-arrivals-" + i, queue, messages -> arrive(bare, messages));
      poll("bare-due-attempts-" + i, dueAttempts, messages -> tell(bare, messages));
    }
  }

  /// What is done with a batch of messages.
  private interface Work {
    void of(List<Message> messages) throws IOException, InterruptedException;
  }

  private void poll(String name, QueueBatches from, Work work) {
    Thread.ofPlatform().daemon().name(name).start(() -> pollUntilStopped(from, work));
  }

  /// What goes wrong ends the thread, and shows as requests that never come.
  private void pollUntilStopped(QueueBatches from, Work work) {
    try {
      while (!stopping) {
        List<Message> messages = from.receive();
        if (!messages.isEmpty()) {
          work.of(messages);
          from.delete(messages);
        }
      }
    } catch (IOException e) {
      System.err.println("a poller of the ceiling ended: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void arrive(BareBatches bare, List<Message> messages)
      throws IOException, InterruptedException {
    List<BareBatches.Message> works = messages.stream().map(this::work).toList();
    arrived.addAll(works);
    bare.arrive(works, oneRecorded().besidesArrivals());
  }

  private void tell(BareBatches bare, List<Message> messages)
      throws IOException, InterruptedException {
    List<BareBatches.Message> works = new ArrayList<>();
    for (Message message : messages) {
      BareBatches.@Nullable Message next =
          message.body().contains("deliveryId") ? arrived.poll() : null;
      if (next != null) {
        works.add(next);
      }
    }
    bare.tell(works, oneRecorded().besides());
  }

  private TrialRun.Batch oneRecorded() {
    return recorded.get(number.get() % recorded.size());
  }

  private BareBatches.Message work(Message arrival) {
    int next = number.getAndIncrement();
    BareBatches.Message original = like.get(next % like.size());
    String body =
        new String(original.body(), StandardCharsets.UTF_8)
            .replaceFirst(
                "\"fileName\":\"[^\"]*\"",
                "\"fileName\":\"" + QueueBatches.fileName(arrival.body()) + "\"");
    return original.about(next, body.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    stopping = true;
    services.close();
  }
}
