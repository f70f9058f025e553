package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbBulkJobs;
import io.cdrwebhooks.aws.sqs.SqsWorkMessages;
import io.cdrwebhooks.aws.sqs.WorkQueues;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.delivery.PayloadSignatures;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.local.receiver.DemoReceiver;
import io.cdrwebhooks.local.receiver.ReceiverEvent;
import io.cdrwebhooks.local.token.ApiToken;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.report.Zips;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueWork;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The local system in memory, with a demo receiver of task 1; closing it closes everything.
final class RunningSystem implements AutoCloseable {
  static final TaskId TASK = new TaskId(1);

  /// Messages that fail are soon retried.
  private static final LocalQueues QUEUES =
      new LocalQueues(Duration.ofSeconds(2), Duration.ofMinutes(15));

  /// Made once: without the slower compiler the key for tokens takes a second of a processor.
  private static final LocalSecrets SECRETS = LocalSecrets.random(new SecureRandom());

  final LocalSecrets secrets = SECRETS;
  final SecretSearch search = new SecretSearch();
  final List<String> metrics = new CopyOnWriteArrayList<>();
  final List<ReceiverEvent> events = new CopyOnWriteArrayList<>();
  final HttpClient http = HttpClient.newHttpClient();
  final LocalSystem system;
  final ApiToken token;
  final ApiClient api;
  private final DemoReceiver receiver;
  private final Path directory; // what was uploaded, and what the receiver saves

  private RunningSystem(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    LocalSettings settings =
        new LocalSettings(
            LocalSettings.Ports.FREE, Optional.empty(), secrets, QUEUES, ReceiverRules.LOCAL);
    system =
        LocalSystem.start(
            settings,
            _ -> {},
            new RuntimeInputs(
                InstantSource.system(),
                search::token,
                () -> 0,
                search.log(line -> {}),
                new Metrics(InstantSource.system(), metrics::add)));
    receiver =
        DemoReceiver.start(0, secrets.signature(), directory.resolve("received"), this::record);
    token = system.issueToken();
    api = new ApiClient(system.apiUrl(), token);
    announce(TASK, receiver.url(), secrets.signature());
  }

  static RunningSystem start() throws IOException, InterruptedException {
    return new RunningSystem(Files.createTempDirectory("cdr-local-"));
  }

  private void record(ReceiverEvent event) {
    search.remember(event);
    events.add(event);
  }

  URI receiverUrl() {
    return receiver.url();
  }

  void announce(TaskId task, URI receiverUrl, SignatureKey signature)
      throws IOException, InterruptedException {
    String id = api.createConfiguration("Receiver of task " + task, receiverUrl, signature);
    api.createTask(task, "Task " + task, id);
  }

  /// Gives a task to a configuration, whichever it has.
  void assign(TaskId task, String configurationId) throws IOException, InterruptedException {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("taskName", "Task " + task)
            .put("webhookConfigurationId", configurationId);
    var _ = api.send("PUT", "/bulk/cdr-mgr/v1/cdr-tasks/" + task, body, "If-Match", "*");
  }

  /// Lets the receiver of a configuration send requests.
  void allowRequests(String configuration) throws IOException, InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("name", "Receiver " + configuration).put("url", receiver.url().toString());
    body.putObject("receiverRequests").put("enabled", true);
    String path = "/bulk/cdr-mgr/v1/webhook-configurations/" + configuration;
    var _ = api.send("PUT", path, body, "If-Match", "*");
  }

  /// Sends a request of the receiver, signed with its Signature; `fields` are more of its JSON.
  HttpResponse<byte[]> ask(String kind, String fields) throws IOException, InterruptedException {
    byte[] body =
        "{\"request\":\"%s\",\"id\":\"req_%s\",\"at\":\"%s\",%s}"
            .formatted(kind, UUID.randomUUID().toString().replace("-", ""), Instant.now(), fields)
            .getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(system.apiUrl().resolve("/bulk/cdr-mgr/v1/receiver-requests"))
            .header("Content-Type", "application/json")
            .header("X-CDR-Signature", PayloadSignatures.xCdrSignature(secrets.signature(), body))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  /// Runs a reconciliation over the reports that were uploaded in `range`.
  void reconcile(TimeRange range) throws Exception {
    DynamoDbBulkJobs jobs =
        new DynamoDbBulkJobs(system.clients().dynamoDb(), LocalSystem.TABLES.deliveries());
    BulkJobId id = BulkJobId.of(UUID.randomUUID());
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    assertThat(
            jobs.create(
                BulkJob.create(id, new BulkJob.Task.Reconcile(LocalSettings.BUCKET, range), now)))
        .isTrue();
    URI queue = URI.create(system.queueUrl(LocalQueues.BACKGROUND_WORK));
    new SqsWorkMessages(system.clients()::sqs, new WorkQueues(queue, queue))
        .send(new DueWork.OfJob(id), Duration.ZERO);
    Await.until(
        "the end of the reconciliation", () -> jobs.find(id).orElseThrow(), BulkJob::finished);
  }

  /// Uploads by the Java SDK with its default settings.
  void upload(String key, byte[] report) throws IOException {
    Path file = Files.createTempFile(directory, "report", ".zip");
    Files.write(file, report);
    new Exporter(system.s3Url(), secrets.accessKey()).upload(file, key);
  }

  /// Uploads a report under a name that is used once, and waits until the receiver has it.
  ReceiverEvent.Accepted deliver(String fileName, byte[] report) throws Exception {
    upload("reports/" + TASK + "/" + fileName, report);
    ReceiverEvent.Accepted accepted = accepted(fileName, 1).getFirst();
    saved(accepted.id());
    return accepted;
  }

  /// The accepted requests for files of this name, once there are `count` of them.
  List<ReceiverEvent.Accepted> accepted(String fileName, int count) throws Exception {
    return Await.until(
        count + " requests for " + fileName,
        () -> of(ReceiverEvent.Accepted.class, event -> isFor(fileName, event)),
        found -> found.size() >= count);
  }

  Path saved(String id) throws Exception {
    return Await.until(
            "the file of " + id,
            () -> of(ReceiverEvent.Saved.class, event -> event.id().equals(id)),
            found -> !found.isEmpty())
        .getFirst()
        .file();
  }

  <E extends ReceiverEvent> List<E> of(Class<E> kind, Predicate<E> wanted) {
    return events.stream().filter(kind::isInstance).map(kind::cast).filter(wanted).toList();
  }

  /// The deliveries of a task, once there are as many.
  JsonNode deliveries(TaskId task, int count) throws Exception {
    return Await.until(
        count + " deliveries of task " + task,
        () -> api.get("/deliveries?taskId=" + task).required("items"),
        items -> items.size() >= count);
  }

  HttpResponse<byte[]> send(String method, URI address, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  String signatureText() {
    return new String(secrets.signature().bytes(), StandardCharsets.UTF_8);
  }

  private static boolean isFor(String fileName, ReceiverEvent.Accepted event) {
    return event.announcement().fileName().equals(fileName);
  }

  @Override
  public void close() throws IOException {
    try (http;
        system;
        receiver) {
      system.stopDelivering();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /// Lines that deflating makes hardly shorter.
  static String randomLines(int bytes) {
    byte[] random = new byte[bytes];
    new Random(1).nextBytes(random);
    return Base64.getMimeEncoder().encodeToString(random);
  }

  /// A zip of one file, with as many lines.
  static byte[] report(String name, int lines) throws IOException {
    Random random = new Random(lines);
    String text =
        IntStream.range(0, lines)
            .mapToObj(line -> name + "," + line + "," + random.nextLong() + "\n")
            .collect(Collectors.joining());
    return Zips.deflated(Map.of(name.getBytes(StandardCharsets.UTF_8).length + ".csv", text));
  }
}
