package io.cdrwebhooks.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.aws.awsevents.SqsBatch.SqsMessage;
import io.cdrwebhooks.aws.sqs.DeadLetters;
import io.cdrwebhooks.aws.sqs.WorkQueues;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.InMemoryCdrTasks;
import io.cdrwebhooks.configuration.InMemoryWebhookConfigurations;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SendLimits;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignaturePeriods;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.InMemoryDeliveries;
import io.cdrwebhooks.dispatch.exchange.ExchangeLimits;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.dispatch.exchange.RecordingReceiver;
import io.cdrwebhooks.lane.InMemoryLanes;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.link.InMemoryDownloadLinks;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.notice.Digests;
import io.cdrwebhooks.notice.InMemoryDigests;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.notice.Notices;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.report.InMemoryReportListing;
import io.cdrwebhooks.report.InMemoryReports;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportListing;
import io.cdrwebhooks.report.ReportMetadata;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.Reports;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.report.Zips;
import io.cdrwebhooks.statistics.InMemoryStatistics;
import io.cdrwebhooks.statistics.Statistics;
import io.cdrwebhooks.statistics.Tally;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.BulkJobs;
import io.cdrwebhooks.work.DueAttempts;
import io.cdrwebhooks.work.DueIndex;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryBulkJobs;
import io.cdrwebhooks.work.InMemoryDueAttempts;
import io.cdrwebhooks.work.InMemoryDueIndex;
import io.cdrwebhooks.work.InMemoryWorkNotes;
import io.cdrwebhooks.work.WorkNotes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The dispatch function with its real handler and HTTP client, and in-memory twins for everything
/// else.
final class DispatchSystem implements AutoCloseable {
  static final Instant START = Instant.parse("2026-01-10T11:20:09.123Z");

  /// When tasks were created: before the reports of tests.
  static final Instant CREATED = START.minus(Duration.ofDays(30));

  static final SignatureKey KEY = new SignatureKey("k3yFromTheConfiguration");
  static final TaskId TASK = new TaskId(1);
  static final ConfigurationId CONFIGURATION =
      ConfigurationId.of(UUID.fromString("6a9f6a4e-37b5-4a53-9c2f-0d5cbb4a7a10"));

  private static final ObjectMapper JSON = new ObjectMapper();

  final InMemoryWebhookConfigurations configurations = new InMemoryWebhookConfigurations();
  final InMemoryCdrTasks tasks = new InMemoryCdrTasks(configurations);
  final InMemoryReports reports = new InMemoryReports();
  final InMemoryDeliveries deliveries = new InMemoryDeliveries();
  final InMemoryDownloadLinks links = new InMemoryDownloadLinks();
  final InMemoryDueAttempts dueAttempts = new InMemoryDueAttempts();
  final InMemoryBulkJobs jobs = new InMemoryBulkJobs();
  final InMemoryLanes lanes = new InMemoryLanes(deliveries);
  final InMemoryWorkNotes workNotes = new InMemoryWorkNotes();
  final InMemoryDigests digests = new InMemoryDigests();
  final List<SqsMessage> deadLetters = new CopyOnWriteArrayList<>();
  final InMemoryStatistics statistics = new InMemoryStatistics();
  final InMemoryReportListing listing = new InMemoryReportListing();
  final List<Notice> notices = new CopyOnWriteArrayList<>();
  final List<String> metrics = new CopyOnWriteArrayList<>();
  final List<String> log = new CopyOnWriteArrayList<>();
  final List<UUID> tokens = new CopyOnWriteArrayList<>();
  final RecordingReceiver receiver = new RecordingReceiver();
  volatile Instant now = START;
  volatile double jitter;
  volatile RuntimeException vaultFault;
  volatile Duration vaultTakes = Duration.ZERO;
  private TestContext context = TestContext.TWO_MINUTES;
  private final ReceiverExchange exchange;
  private final DispatchHandler handler;
  private final DueAttemptsHandler scheduled;

  DispatchSystem() {
    this(ReceiverRules.LOCAL);
  }

  DispatchSystem(ReceiverRules rules) {
    InstantSource clock = () -> now;
    RuntimeInputs inputs =
        new RuntimeInputs(
            clock,
            this::token,
            () -> jitter,
            new EventLog(clock, log::add),
            new Metrics(clock, metrics::add),
            new Tally(clock),
            new FrozenSleeper());
    exchange = ReceiverExchange.create(rules, ExchangeLimits.STANDARD, clock);
    CallWatch watched =
        new CallWatch() {
          @Override
          public void before(Call call) {
            watch.before(call);
          }

          @Override
          public Object after(Call call, Object answer) {
            return watch.after(call, answer);
          }
        };
    Dispatch dispatch =
        new Dispatch(
            new Dispatch.Stores(
                (CdrTasks) watched.around(tasks),
                (WebhookConfigurations) watched.around(configurations),
                (Reports) watched.around(reports),
                (ReportListing) watched.around(listing),
                (Deliveries) watched.around(deliveries),
                (DueIndex) watched.around(new InMemoryDueIndex(deliveries, jobs, lanes, digests)),
                (Lanes) watched.around(lanes),
                (BulkJobs) watched.around(jobs),
                (DownloadLinks) watched.around(links),
                (Statistics) watched.around(statistics),
                (WorkNotes) watched.around(workNotes),
                (Digests) watched.around(digests)),
            new Dispatch.Collaborators(
                (SignatureVault) watched.around(new PlainVault()),
                new CallbackUrls(URI.create("https://cdr.example.com")),
                exchange,
                (DueAttempts) watched.around(dueAttempts),
                new WorkQueues(queue("due-attempts"), queue("background-work")),
                (DeadLetters) watched.around((DeadLetters) this::setAside),
                (Notices) watched.around((Notices) notices::add)),
            Pace.STANDARD,
            inputs);
    handler = new DispatchHandler(dispatch, inputs);
    scheduled = new DueAttemptsHandler(dispatch, BUCKET, inputs);
  }

  private volatile CallWatch watch = _ -> {};

  /// Watches the calls from now on, with this watch alone.
  void watch(CallWatch next) {
    watch = next;
  }

  /// Runs an action between recording a delivery and the next step.
  void whenRecorded(Runnable happening) {
    watch(
        new CallWatch() {
          @Override
          public void before(Call call) {}

          @Override
          public Object after(Call call, Object answer) {
            if (call.is(Deliveries.class, "record")) {
              happening.run();
            }
            return answer;
          }
        });
  }

  /// The bucket of all reports.
  static final String BUCKET = "cdr-reports";

  /// Invokes the handler of the schedules.
  void schedule(String work) throws IOException {
    invokeScheduled("{\"work\":\"" + work + "\"}");
  }

  /// Invokes the handler of the schedules with an event of any kind.
  void invokeScheduled(String event) throws IOException {
    scheduled.handleRequest(
        new ByteArrayInputStream(event.getBytes(UTF_8)),
        new ByteArrayOutputStream(),
        TestContext.A_MINUTE);
  }

  /// Invokes the dispatch handler with an event of any kind and returns its answer.
  String answerTo(String event) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(event.getBytes(UTF_8)), answer, TestContext.A_MINUTE);
    return answer.toString(UTF_8);
  }

  /// Sends the message that a delivery is due, and returns the failed ids.
  List<String> due(DeliveryId id) throws IOException {
    Optional<Delivery> delivery = deliveries.find(id);
    return delivery.filter(found -> found.status() == DeliveryStatus.PENDING).isPresent()
        ? invoke(TestEvents.laneMessage(delivery.get()))
        : invoke("{\"deliveryId\":\"" + id + "\"}");
  }

  List<String> due(BulkJobId id) throws IOException {
    return invoke("{\"jobId\":\"" + id + "\"}");
  }

  /// Returns the only delivery.
  Delivery delivery() {
    assertThat(deliveries.all()).hasSize(1);
    return deliveries.all().getFirst();
  }

  WebhookConfiguration configuration() {
    return configurations.find(CONFIGURATION).orElseThrow();
  }

  private volatile Runnable duringPauses = () -> {};

  /// Runs an action while a job pauses between two steps.
  void whenPausing(Runnable happening) {
    duringPauses = happening;
  }

  /// Moves the clock where a thread sleeps, or where a lane's turn waits for nothing but the clock.
  private final class FrozenSleeper implements RuntimeInputs.Sleeper {
    private final AtomicInteger running = new AtomicInteger();

    @Override
    public void sleep(Duration length) {
      now = now.plus(length);
      if (length.isPositive()) {
        duringPauses.run();
      }
    }

    @Override
    public ExecutorService threads() {
      ThreadFactory virtual = Thread.ofVirtual().factory();
      return Executors.newThreadPerTaskExecutor(
          task -> {
            running.incrementAndGet();
            return virtual.newThread(
                () -> {
                  try {
                    task.run();
                  } finally {
                    running.decrementAndGet();
                  }
                });
          });
    }

    @Override
    public <T> @Nullable T poll(BlockingQueue<T> queue, Duration patience)
        throws InterruptedException {
      if (running.get() > 0) {
        return queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      }
      T next = queue.poll();
      if (next == null && patience.isPositive()) {
        now = now.plus(patience);
      }
      return next;
    }
  }

  /// Changes the URL of the only configuration.
  void receiverIs(String url) {
    receiverIs(url, configuration().enabled());
  }

  void receiverIs(String url, boolean enabled) {
    replace(url, enabled, configuration().limits());
  }

  /// Changes the limits of the only configuration.
  void limitTo(SendLimits limits) {
    replace(configuration().url().toString(), configuration().enabled(), limits);
  }

  private void replace(String url, boolean enabled, SendLimits limits) {
    WebhookConfiguration was = configuration();
    configurations.replace(
        new WebhookConfiguration(
            was.id(),
            was.name(),
            new ReceiverUrl(URI.create(url)),
            was.signatures(),
            enabled,
            limits,
            ReceiverHealth.GOOD,
            was.createdAt(),
            was.updatedAt(),
            was.revision().next()),
        was.revision());
  }

  /// As after its deletion: the task's Webhook option is off.
  void withoutConfiguration() {
    assign(Optional.empty());
    assertThat(configurations.delete(CONFIGURATION, Optional.empty()))
        .isEqualTo(new WebhookConfigurations.Deletion.Deleted());
  }

  /// Moves on to when the only delivery is due, and sends its message.
  void nextAttempt() throws IOException {
    now = delivery().progress().dueAt().orElseThrow();
    assertThat(
            delivery().status() == DeliveryStatus.PENDING
                ? invoke(TestEvents.laneMessage(delivery()).replace("}", ",\"hops\":1}"))
                : due(delivery().id()))
        .isEmpty();
  }

  private static URI queue(String name) {
    return URI.create("https://sqs.eu-central-1.amazonaws.com/111122223333/" + name);
  }

  private String setAside(SqsMessage message) {
    deadLetters.add(message);
    return "dead-" + deadLetters.size();
  }

  private UUID token() {
    UUID token = UUID.randomUUID();
    tokens.add(token);
    return token;
  }

  /// Creates task 1 with its Webhook option on, for the recording receiver.
  DispatchSystem withTask() {
    return withTask("Task Name Example", receiver.url(), true);
  }

  DispatchSystem withTask(String taskName, String url, boolean enabled) {
    configure(CONFIGURATION, "Receiver", url, enabled);
    tasks.save(CdrTask.of(TASK, taskName, Optional.of(CONFIGURATION), CREATED), Optional.empty());
    return this;
  }

  /// Creates another configuration.
  ConfigurationId configure(String name, String url) {
    ConfigurationId id = ConfigurationId.of(UUID.randomUUID());
    configure(id, name, url, true);
    return id;
  }

  private void configure(ConfigurationId id, String name, String url, boolean enabled) {
    configurations.create(
        new WebhookConfiguration(
            id,
            name,
            new ReceiverUrl(URI.create(url)),
            SignaturePeriods.first(new SealedSignature("plain", "plain"), "ion", START),
            enabled,
            SendLimits.STANDARD,
            ReceiverHealth.GOOD,
            START,
            START,
            Revision.FIRST));
  }

  /// Saves task 1 now, with this configuration or none.
  void assign(Optional<ConfigurationId> configuration) {
    Optional<Revision> revision = tasks.find(TASK).map(CdrTask::revision);
    assertThat(tasks.save(CdrTask.of(TASK, "Task at " + now, configuration, now), revision))
        .isInstanceOf(CdrTasks.Saving.Saved.class);
  }

  /// Stores a report of task 1 with two lines; each upload of a name gets a new version.
  ReportVersion put(String fileName, String versionId) throws IOException {
    return put(fileName, versionId, Map.of());
  }

  ReportVersion put(String fileName, String versionId, Map<String, String> metadata)
      throws IOException {
    ReportVersion version =
        new ReportVersion(BUCKET, new ReportKey(TASK, fileName), Optional.of(versionId));
    reports.put(
        version, Zips.deflated(Map.of("a.csv", "one\ntwo\n")), ReportMetadata.parse(metadata));
    return version;
  }

  /// Invokes the handler with these bodies as one batch, ids `m0`, `m1`, ...; returns the failed
  /// ids.
  List<String> invoke(String... bodies) throws IOException {
    return invoke(TestEvents.fresh(List.of(bodies)));
  }

  /// Invokes the handler with a batch; returns the failed ids.
  List<String> invoke(List<SqsMessage> batch) throws IOException {
    List<String> failed = invokeOnly(batch);
    List<String> lanes = toLanes();
    while (lanesWork && !lanes.isEmpty()) {
      invokeOnly(TestEvents.fresh(lanes));
      lanes = toLanes();
    }
    return failed;
  }

  /// Stops working the messages to lanes.
  void lanesStandStill() {
    lanesWork = false;
  }

  private volatile boolean lanesWork = true;
  private int sent;

  /// The messages to lanes that were sent since the last call and are not delayed.
  private List<String> toLanes() {
    List<InMemoryDueAttempts.Sent> all = dueAttempts.sent();
    List<String> bodies =
        all.subList(sent, all.size()).stream()
            .filter(each -> each.delay().isZero())
            .map(InMemoryDueAttempts.Sent::work)
            .filter(DueWork.OfLane.class::isInstance)
            .map(work -> TestEvents.laneMessage((DueWork.OfLane) work))
            .toList();
    sent = all.size();
    return bodies;
  }

  private List<String> invokeOnly(List<SqsMessage> messages) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(TestEvents.batch(messages)), answer, context);
    return TestEvents.failed(answer.toByteArray());
  }

  /// Sets the remaining time of later batches.
  void remaining(TestContext left) {
    context = left;
  }

  JsonNode payload(int request) throws IOException {
    return JSON.readTree(receiver.received.get(request).body());
  }

  @Override
  public void close() throws IOException {
    exchange.close();
    receiver.close();
  }

  /// Needs no key, because nothing is sealed.
  private final class PlainVault implements SignatureVault {
    @Override
    public SealedSignature seal(SignatureKey key, ConfigurationId configuration) {
      throw new UnsupportedOperationException("dispatch never seals");
    }

    @Override
    public SignatureKey open(SealedSignature signature, ConfigurationId configuration) {
      if (vaultFault != null) {
        throw vaultFault;
      }
      now = now.plus(vaultTakes);
      return KEY;
    }
  }
}
