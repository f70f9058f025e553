package io.cdrwebhooks.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.aws.awsevents.SqsBatch.SqsMessage;
import io.cdrwebhooks.aws.sqs.DeadLetters;
import io.cdrwebhooks.aws.sqs.WorkQueues;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.SignatureVault.Purpose;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.dispatch.exchange.RecordingReceiver;
import io.cdrwebhooks.dispatch.inputs.DispatchServices;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.notice.Notices;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ObjectKey.ReportKey.TestOptions;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.statistics.Tally;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages;
import io.cdrwebhooks.work.WorkMessages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// The dispatch function with its real handler and HTTP client, and in-memory twins for everything
/// else.
public final class DispatchSystem extends TestStores implements AutoCloseable {
  /// The name of the key that seals the values of headers.
  public static final String HEADER = "header";

  private static final ObjectMapper JSON = new ObjectMapper();

  public final InMemoryWorkMessages workMessages = new InMemoryWorkMessages();
  public final List<SqsMessage> deadLetters = new CopyOnWriteArrayList<>();
  public final List<Notice> notices = new CopyOnWriteArrayList<>();
  public final List<String> metrics = new CopyOnWriteArrayList<>();
  public final List<String> log = new CopyOnWriteArrayList<>();
  public final List<UUID> tokens = new CopyOnWriteArrayList<>();
  public final Set<String> confirmedTopics = new HashSet<>();
  public final Set<String> refusedTopics = new HashSet<>();
  public final RecordingReceiver receiver = new RecordingReceiver();
  public volatile double jitter;
  public volatile RuntimeException vaultFault;
  public volatile Duration vaultTakes = Duration.ZERO;
  private Context context = TestContext.TWO_MINUTES;
  private final ClockMovingThreads threads =
      new ClockMovingThreads(length -> now = now.plus(length));
  private final ReceiverExchange exchange;
  private final DispatchHandler handler;
  private final ScheduleHandler scheduled;

  public DispatchSystem() {
    this(ReceiverRules.LOCAL);
  }

  public DispatchSystem(ReceiverRules rules) {
    InstantSource clock = () -> now;
    RuntimeInputs inputs =
        new RuntimeInputs(
            clock,
            this::token,
            () -> jitter,
            new EventLog(clock, log::add),
            new Metrics(clock, metrics::add),
            new Tally(clock),
            threads);
    exchange = ReceiverExchange.create(rules, clock);
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
            stores(watched),
            new DispatchServices(
                watched.around(SignatureVault.class, new PlainVault()),
                new CallbackUrls(URI.create("https://cdr.example.com")),
                exchange,
                watched.around(WorkMessages.class, workMessages),
                new WorkQueues(queue("due-attempts"), queue("background-work")),
                watched.around(DeadLetters.class, this::setAside),
                watched.around(Notices.class, notices::add)),
            Pace.STANDARD,
            inputs);
    handler = new DispatchHandler(dispatch, inputs);
    scheduled = new ScheduleHandler(dispatch, BUCKET, this::isConfirmed, inputs);
  }

  private volatile CallWatch watch = _ -> {};

  /// Watches the calls from now on, with this watch alone.
  public void watch(CallWatch next) {
    watch = next;
  }

  /// Runs an action between recording a delivery and the next step.
  public void whenRecorded(Runnable happening) {
    watch(
        CallWatch.ofAnswers(
            (call, answer) -> {
              if (call.is(Deliveries.class, "record")) {
                happening.run();
              }
              return answer;
            }));
  }

  /// Invokes the handler of the schedules.
  public void schedule(String work) throws IOException {
    invokeScheduled("{\"work\":\"" + work + "\"}");
  }

  /// Invokes the handler of the schedules with an event of any kind.
  public void invokeScheduled(String event) throws IOException {
    scheduled.handleRequest(
        new ByteArrayInputStream(event.getBytes(UTF_8)),
        new ByteArrayOutputStream(),
        TestContext.A_MINUTE);
  }

  /// Invokes the dispatch handler with an event of any kind and returns its answer.
  public String answerTo(String event) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(event.getBytes(UTF_8)), answer, TestContext.A_MINUTE);
    return answer.toString(UTF_8);
  }

  /// Sends the message that a delivery is due, and returns the failed ids.
  public List<String> due(DeliveryId id) throws IOException {
    Optional<Delivery> delivery = deliveries.find(id);
    return delivery.filter(found -> found.status() == DeliveryStatus.PENDING).isPresent()
        ? invoke(TestEvents.laneMessage(delivery.get()))
        : invoke("{\"deliveryId\":\"" + id + "\"}");
  }

  /// Sends a test, as a person who asks for it does.
  public Delivery sendTest(TestOptions options) throws IOException {
    Delivery test =
        new Delivery(
            DeliveryId.of(UUID.randomUUID()),
            Optional.of(CONFIGURATION),
            new Delivery.Upload(
                new ReportVersion(BUCKET, ReportKey.ofSample("1.zip", options), Optional.of("v")),
                now,
                10,
                Optional.of(new Inspection(1, ""))),
            now,
            DeliveryProgress.pending(now));
    deliveries.record(test);
    assertThat(invoke(TestEvents.laneMessage(DueWork.OfLane.askedFor(CONFIGURATION, test.id()))))
        .isEmpty();
    return test;
  }

  public List<String> due(BulkJobId id) throws IOException {
    return invoke("{\"jobId\":\"" + id + "\"}");
  }

  /// Runs an action while a job pauses between two steps.
  public void whenPausing(Runnable happening) {
    threads.whenPausing(happening);
  }

  /// Moves on to when the only delivery is due, and sends its message.
  public void nextAttempt() throws IOException {
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

  private boolean isConfirmed(String topic) {
    if (refusedTopics.contains(topic)) {
      throw new IllegalStateException("403: no right to ask for this topic");
    }
    return confirmedTopics.contains(topic);
  }

  private UUID token() {
    UUID token = UUID.randomUUID();
    tokens.add(token);
    return token;
  }

  /// Creates task 1 with its Webhook option on, for the recording receiver.
  public DispatchSystem withTask() {
    return withTask("Task Name Example", receiver.url(), true);
  }

  public DispatchSystem withTask(String taskName, String url, boolean enabled) {
    configure(CONFIGURATION, "Receiver", url, enabled);
    tasks.save(CdrTask.of(TASK, taskName, Optional.of(CONFIGURATION), CREATED), Optional.empty());
    return this;
  }

  /// Invokes the handler with these bodies as one batch, ids `m0`, `m1`, ...; returns the failed
  /// ids.
  public List<String> invoke(String... bodies) throws IOException {
    return invoke(TestEvents.fresh(List.of(bodies)));
  }

  /// Invokes the handler with a batch; returns the failed ids.
  public List<String> invoke(List<SqsMessage> batch) throws IOException {
    List<String> failed = invokeOnly(batch);
    List<String> lanes = toLanes();
    while (lanesWork && !lanes.isEmpty()) {
      invokeOnly(TestEvents.fresh(lanes));
      lanes = toLanes();
    }
    return failed;
  }

  /// Stops working the messages to lanes.
  public void lanesStandStill() {
    lanesWork = false;
  }

  private volatile boolean lanesWork = true;
  private int sent;

  /// The messages to lanes that were sent since the last call and are not delayed.
  private List<String> toLanes() {
    List<InMemoryWorkMessages.Sent> all = workMessages.sent();
    List<String> bodies =
        all.subList(sent, all.size()).stream()
            .filter(each -> each.delay().isZero())
            .map(InMemoryWorkMessages.Sent::work)
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
  public void remaining(Context left) {
    context = left;
  }

  public JsonNode payload(int request) throws IOException {
    return JSON.readTree(receiver.received.get(request).body());
  }

  @Override
  public void close() throws IOException {
    exchange.close();
    receiver.close();
  }

  /// Needs no key, because nothing is sealed. A value of a header names itself.
  private final class PlainVault implements SignatureVault {
    @Override
    public SealedSignature seal(SignatureKey key, ConfigurationId configuration, Purpose purpose) {
      throw new UnsupportedOperationException("dispatch never seals");
    }

    @Override
    public SignatureKey open(
        SealedSignature signature, ConfigurationId configuration, Purpose purpose) {
      if (vaultFault != null) {
        throw vaultFault;
      }
      now = now.plus(vaultTakes);
      return signature.ciphertext().equals("plain")
          ? KEY
          : new SignatureKey(signature.ciphertext());
    }
  }
}
