package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.aws.http.ApiGatewayEvent;
import io.cdrwebhooks.aws.http.HttpRequest;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.openapi.ApiContract;
import io.cdrwebhooks.aws.openapi.ApiDocument;
import io.cdrwebhooks.change.InMemoryChanges;
import io.cdrwebhooks.configapi.ConfigApiHandler.Collaborators;
import io.cdrwebhooks.configapi.configurations.ReceiverCheck;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.InMemoryCdrTasks;
import io.cdrwebhooks.configuration.InMemoryWebhookConfigurations;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.InMemoryDeliveries;
import io.cdrwebhooks.lane.Breaker;
import io.cdrwebhooks.lane.InMemoryLanes;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.link.InMemoryDownloadLinks;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.notice.InMemoryDigests;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.report.InMemorySampleReports;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.statement.InMemoryStatements;
import io.cdrwebhooks.statement.StatementDays;
import io.cdrwebhooks.statement.StatementPart;
import io.cdrwebhooks.statement.StatementWriter;
import io.cdrwebhooks.statistics.InMemoryStatistics;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryBulkJobs;
import io.cdrwebhooks.work.InMemoryDueIndex;
import io.cdrwebhooks.work.InMemoryReportWatches;
import io.cdrwebhooks.work.InMemoryWorkMessages;
import io.cdrwebhooks.work.WorkMessages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;

/// Sends events to the handler, as Lambda does, over in-memory stores.
///
/// No answer and no log line may contain [#SIGNATURE], and every answer must match the document.
public final class TestApi extends ApiRequests {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

  public final InMemoryWebhookConfigurations configurations = new InMemoryWebhookConfigurations();
  public final InMemoryCdrTasks tasks = new InMemoryCdrTasks(configurations);
  public final InMemoryDeliveries deliveries = new InMemoryDeliveries();
  public final InMemoryLanes lanes = new InMemoryLanes(deliveries);
  public final InMemoryDownloadLinks links = new InMemoryDownloadLinks();
  public final InMemoryBulkJobs jobs = new InMemoryBulkJobs();
  public final InMemorySampleReports samples = new InMemorySampleReports();
  public final InMemoryWorkMessages workMessages = new InMemoryWorkMessages();
  final ApiContract contract = new ApiContract(ApiDocument.ofThisTree());
  public final List<String> log = new ArrayList<>();
  public final InMemoryStatistics statistics = new InMemoryStatistics();
  public final InMemoryStatements statements = new InMemoryStatements();
  public final InMemoryReportWatches watches = new InMemoryReportWatches();
  public final InMemoryChanges changes = new InMemoryChanges();
  public final InMemoryDigests digests = new InMemoryDigests();
  public final List<Notice> notices = new ArrayList<>();
  public final ApiStores stores =
      new ApiStores(
          configurations,
          tasks,
          deliveries,
          lanes,
          links,
          jobs,
          new InMemoryDueIndex(deliveries, jobs, lanes),
          statistics,
          statements,
          watches,
          changes,
          digests);
  public final Collaborators collaborators =
      new Collaborators(
          new OpenVault(),
          new ReceiverCheck(ReceiverRules.PRODUCTION, _ -> Optional.empty(), false),
          samples,
          workMessages,
          notices::add);
  Deployment deployment =
      new Deployment(
          List.of("203.0.113.1", "203.0.113.2"),
          URI.create("https://cdr.example.com"),
          false,
          Deployment.Scopes.STANDARD);
  public Instant now = Instant.parse("2026-03-01T10:00:00.000123Z");

  private final Iterator<UUID> ids =
      LongStream.iterate(1, n -> n + 1).mapToObj(n -> new UUID(0, n)).iterator();
  private ConfigApiHandler handler;

  public TestApi() {
    handler = handler(stores, collaborators);
  }

  private ConfigApiHandler handler(ApiStores anyStores, Collaborators anyOutside) {
    return new ConfigApiHandler(
        anyStores,
        anyOutside,
        deployment,
        new ApiInputs(() -> now, ids::next, new EventLog(() -> now, log::add)));
  }

  /// Replaces one store, for example by one that fails.
  public void use(Object store) {
    RecordComponent[] components = ApiStores.class.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        values[i] = types[i].isInstance(store) ? store : components[i].getAccessor().invoke(stores);
      }
      use(ApiStores.class.getDeclaredConstructor(types).newInstance(values));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /// Sets the deployment.
  public void use(Deployment other) {
    deployment = other;
    handler = handler(stores, collaborators);
  }

  /// Replaces all stores.
  public void use(ApiStores others) {
    handler = handler(others, collaborators);
  }

  /// Replaces the surroundings of the stores.
  public void use(Collaborators others) {
    handler = handler(stores, others);
  }

  public void use(WorkMessages others) {
    use(
        new Collaborators(
            collaborators.vault(), collaborators.receivers(), samples, others, notices::add));
  }

  public void use(ReceiverCheck others) {
    use(new Collaborators(collaborators.vault(), others, samples, workMessages, notices::add));
  }

  public static TestApi with(SignatureVault vault) {
    TestApi api = new TestApi();
    api.use(
        new Collaborators(
            vault, api.collaborators.receivers(), api.samples, api.workMessages, api.notices::add));
    return api;
  }

  /// Stores the statement of a day without reports.
  public StatementPart stated(String configuration, LocalDate day) {
    ConfigurationId id = new ConfigurationId(configuration);
    StatementPart part =
        new StatementWriter(deliveries)
            .part(id, day, statements.last(id), StatementDays.madeFrom(id, day))
            .part();
    assertThat(statements.add(part)).isTrue();
    return part;
  }

  @Override
  public Answer send(ApiGatewayEvent event) {
    return send(event.json());
  }

  public Answer send(byte[] event) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (InputStream stream = new ByteArrayInputStream(event)) {
      handler.handleRequest(stream, written, null);
      String all = written.toString(StandardCharsets.UTF_8);
      assertThat(all).doesNotContain(SIGNATURE);
      assertThat(log).noneMatch(line -> line.contains(SIGNATURE));
      JsonNode answer = JSON.readTree(all);
      String body = answer.path("body").asText();
      assertThat(answer.path("headers").path("Cache-Control").asText()).isEqualTo("no-store");
      checkContract(event, answer);
      return new Answer(
          answer.path("statusCode").asInt(), answer.path("headers"), JSON.readTree(body), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void checkContract(byte[] event, JsonNode answer) throws IOException {
    HttpRequest request;
    try {
      request = HttpRequest.read(new ByteArrayInputStream(event), Integer.MAX_VALUE);
    } catch (IOException _) {
      return; // no request that a client could make
    }
    HttpResponse given =
        new HttpResponse(
            answer.path("statusCode").asInt(),
            JSON.convertValue(answer.path("headers"), HEADERS),
            answer.path("body").asText());
    assertThat(contract.faults(request, given))
        .as(request.method() + " " + request.path() + ": " + given.status() + " " + given.body())
        .isEmpty();
  }

  public WebhookConfiguration stored(String path) {
    return configurations.find(idIn(path)).orElseThrow();
  }

  /// Sets the health of the receiver, which no caller can set.
  public void note(String path, boolean enabled, ReceiverHealth health) {
    WebhookConfiguration was = stored(path);
    assertThat(configurations.recordStreak(was, health.failing())).isTrue();
    configurations.replace(was.withEnabled(enabled).with(health), was.revision());
  }

  /// Sets the breaker of a configuration's lane, as the holder of the lane does.
  public void note(ConfigurationId id, Breaker breaker) {
    DueWork.OfLane asked = DueWork.OfLane.askedFor(id);
    Lane held = lanes.acquire(asked, "tests", now, now.plusSeconds(60)).orElseThrow();
    Lane kept = held.with(Lane.State.of(breaker));
    assertThat(lanes.release(kept, "tests", breaker.probeAt())).isEmpty();
  }

  public void storeTask(long taskId, Optional<String> configurationPath) {
    Optional<ConfigurationId> id = configurationPath.map(TestApi::idIn);
    tasks.save(
        CdrTask.of(new TaskId(taskId), "Task " + taskId, id, Instant.EPOCH), Optional.empty());
  }
}
