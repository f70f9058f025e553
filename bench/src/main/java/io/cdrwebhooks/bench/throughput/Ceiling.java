package io.cdrwebhooks.bench.throughput;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.dispatch.RuntimeInputs;
import io.cdrwebhooks.local.LocalSettings;
import io.cdrwebhooks.local.LocalSystem;
import io.cdrwebhooks.local.lambda.LocalFunction;
import io.cdrwebhooks.local.lambda.QueuePoller;
import io.cdrwebhooks.log.EventLog;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The limit of the emulators: for each upload, the requests of the product without the product.
///
/// Records first what the product asks for reports like the given one.
final class Ceiling implements AutoCloseable {
  private static final String ARRIVALS = "report-arrivals";
  private static final String DUE_ATTEMPTS = "due-attempts";
  private static final QueuePoller.Batches BATCHES = new QueuePoller.Batches(10, 20);
  private static final int RECORDED_BATCHES = 4;
  private static final long PATIENCE_SECONDS = 30;
  private static final byte[] ALL_DONE =
      "{\"batchItemFailures\":[]}".getBytes(StandardCharsets.UTF_8);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SqsClient sqs;
  private final EventLog log;
  private final BarePosts posts;
  private final List<BareBatch> recorded = new ArrayList<>();
  private final AtomicInteger number = new AtomicInteger();
  private final List<QueuePoller> pollers = new ArrayList<>();

  /// What has arrived and has a message in the queue of due work, or soon. Which of them a message
  /// is about does not matter.
  private final Queue<BareBatch.Message> arrived = new ConcurrentLinkedQueue<>();

  private Ceiling(SqsClient sqs, EventLog log, BarePosts posts) {
    this.sqs = sqs;
    this.log = log;
    this.posts = posts;
  }

  static Ceiling start(LocalSystem system, Path report, URI receiver, RuntimeInputs inputs)
      throws IOException, InterruptedException {
    system.stopDelivering();
    SqsClient sqs = system.clients().sqs();
    Ceiling ceiling = new Ceiling(sqs, inputs.log(), BarePosts.to(receiver));
    Product.Aws aws =
        new Product.Aws(
            SdkClients.of(system.clients()),
            system.clients(),
            URI.create(ceiling.queueUrl(DUE_ATTEMPTS)));
    try (Trial trial = new Trial(aws, _ -> new OpenVault(), inputs)) {
      SystemProcess.setUp(system, trial.receiver());
      ceiling.record(trial, system.clients().s3(), report);
    }
    ceiling.pollers.add(ceiling.poller(ARRIVALS, ceiling::arrive));
    ceiling.pollers.add(ceiling.poller(DUE_ATTEMPTS, ceiling::attempt));
    return ceiling;
  }

  /// What is done with the messages of a batch.
  private interface Work {
    void of(List<JsonNode> messages) throws IOException, InterruptedException;
  }

  private QueuePoller poller(String queue, Work work) {
    LocalFunction function =
        new LocalFunction(
            "bare-" + queue,
            (event, answer, _) -> {
              try {
                work.of(JSON.readTree(event).required("Records").valueStream().toList());
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              answer.write(ALL_DONE);
            },
            Duration.ofMinutes(1));
    return new QueuePoller(sqs, queueUrl(queue), function, BATCHES, log);
  }

  private String queueUrl(String queue) {
    return sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
  }

  /// The first batches are not kept: what the product reads once and remembers is not asked again.
  private void record(Trial trial, S3Client s3, Path report)
      throws IOException, InterruptedException {
    BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    try (QueuePoller _ = poller(ARRIVALS, messages::addAll)) {
      for (int batch = 0; batch < 2 * RECORDED_BATCHES; batch++) {
        ObjectNode event = JSON.createObjectNode();
        for (int task = 1; task <= SystemProcess.TASKS; task++) {
          String key = "reports/%d/trial%d.zip".formatted(task, batch);
          var _ = s3.putObject(put -> put.bucket(LocalSettings.BUCKET).key(key), report);
          event
              .withArray("Records")
              .add(Objects.requireNonNull(messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), key));
        }
        BareBatch worked = trial.work(JSON.writeValueAsBytes(event));
        if (batch >= RECORDED_BATCHES) {
          recorded.add(worked);
        }
      }
    }
    // The product's messages about lanes are of no use here; closing waits until they are gone.
    poller(DUE_ATTEMPTS, _ -> {}).close();
  }

  private void arrive(List<JsonNode> messages) throws IOException, InterruptedException {
    List<BareBatch.Message> works = new ArrayList<>();
    for (JsonNode message : messages) {
      works.add(work(JSON.readTree(message.required("body").textValue())));
    }
    arrived.addAll(works);
    likeRecorded(works).arrive();
  }

  private void attempt(List<JsonNode> messages) throws IOException, InterruptedException {
    List<BareBatch.Message> works = new ArrayList<>();
    for (JsonNode message : messages) {
      BareBatch.@Nullable Message next =
          message.required("body").textValue().contains("deliveryId") ? arrived.poll() : null;
      if (next != null) {
        works.add(next);
      }
    }
    likeRecorded(works).attempt(posts);
  }

  private BareBatch likeRecorded(List<BareBatch.Message> works) {
    BareBatch like = recorded.get(number.get() % recorded.size());
    return new BareBatch(works, like.besideArrivals(), like.besideAttempts());
  }

  /// A recorded message as if it were about the file of this event.
  private BareBatch.Message work(JsonNode event) {
    int next = number.getAndIncrement();
    List<BareBatch.Message> like = recorded.get(next % recorded.size()).messages();
    BareBatch.Message original = like.get(next % like.size());
    String key = event.at("/Records/0/s3/object/key").textValue();
    String file = key.substring(key.lastIndexOf('/') + 1);
    String body =
        new String(original.body(), StandardCharsets.UTF_8)
            .replaceFirst("\"fileName\":\"[^\"]*\"", "\"fileName\":\"" + file + "\"");
    return original.about(next, body.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    pollers.forEach(QueuePoller::close);
    posts.close();
  }

  /// Opens whatever was sealed: the receiver checks no signature.
  private static final class OpenVault implements SignatureVault {
    @Override
    public SealedSignature seal(SignatureKey signature, ConfigurationId configuration) {
      return new SealedSignature("key", "sealed");
    }

    @Override
    public SignatureKey open(SealedSignature signature, ConfigurationId configuration) {
      return new SignatureKey("a signature of no worth to anybody");
    }
  }
}
