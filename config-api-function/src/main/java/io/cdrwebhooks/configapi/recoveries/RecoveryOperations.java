package io.cdrwebhooks.configapi.recoveries;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.FieldReader;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.JsonBody;
import io.cdrwebhooks.aws.http.Problem.FieldError;
import io.cdrwebhooks.aws.http.QueryParameters;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.change.ChangedThing;
import io.cdrwebhooks.change.ChangedThing.Kind;
import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.Change;
import io.cdrwebhooks.configapi.http.Lookup;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configapi.inputs.Reminders;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Task;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueIndex;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The operations with which a caller resends everything that a receiver missed, reads the
/// progress, and stops it.
public record RecoveryOperations(ApiStores stores, Reminders reminders, ApiInputs inputs) {
  private static final String PATH = Route.BASE + "/recoveries/";

  /// The most reads of a job whose worker advances it at the same time.
  private static final int MAX_TRIES = 20;

  /// Longer than an invocation: a running recovery is due at the end of the current one.
  private static final Duration LONGER_THAN_INVOCATION = Duration.ofMinutes(16);

  /// The most entries of due work that a list of running recoveries reads.
  private static final int MAX_DUE = 1_000;

  static final int MAX_READ = 50;

  /// The configuration and the range of a requested recovery.
  private record Plan(WebhookConfiguration target, TimeRange range) {}

  /// Starts a job, and requests a probe, because the person who starts the job knows that the
  /// receiver works again.
  public Step<Change> start(ApiRequest request) {
    return plan(request).then(plan -> new Step.Continue<>(start(plan)));
  }

  /// Answers a dry run with the numbers of deliveries that the recovery would send.
  public HttpResponse count(ApiRequest request) {
    return plan(request)
        .answer(
            plan ->
                Answers.json(
                    200,
                    new RecoveryCount(stores, plan.target(), inputs.clock()).over(plan.range())));
  }

  private Step<Plan> plan(ApiRequest request) {
    return JsonBody.read(request.http())
        .then(body -> RecoveryFields.read(body, inputs.now()))
        .then(
            fields ->
                stores
                    .configurations()
                    .find(fields.configurationId())
                    .<Step<Plan>>map(found -> new Step.Continue<>(new Plan(found, fields.range())))
                    .orElseGet(
                        () ->
                            new Step.Answered<>(
                                Answers.unknownConfiguration(RecoveryFields.CONFIGURATION))));
  }

  /// Returns whether a request only wants a count, so that it changes nothing.
  public static boolean isDryRun(ApiRequest request) {
    return JsonBody.read(request.http()) instanceof Step.Continue<ObjectNode>(ObjectNode body)
        && body.path(RecoveryFields.DRY_RUN).equals(BooleanNode.TRUE);
  }

  public HttpResponse read(ApiRequest request) {
    return found(request).answer(recovery -> Answers.json(200, recovery.json()));
  }

  private Step<Recovery> found(ApiRequest request) {
    return Lookup.found(BulkJobId.parse(request.id()).flatMap(this::find));
  }

  private Optional<Recovery> find(BulkJobId id) {
    return stores.jobs().find(id).flatMap(Recovery::of);
  }

  /// Ends a recovery before it has checked everything. A step in flight runs to its end, but no
  /// step follows it. The answer does not count the deliveries that this last step resends.
  public Step<Change> stop(ApiRequest request) {
    return Step.both(
        found(request),
        JsonBody.readIfAny(request.http()).then(FieldReader::readNone),
        (recovery, _) -> {
          ObjectNode json = stopped(recovery).json();
          return stored(recovery.task().configuration(), json, Answers.json(200, json));
        });
  }

  /// Returns the change of a recovery, which the list of its configuration's changes shows.
  private static Change stored(ConfigurationId target, ObjectNode json, HttpResponse answer) {
    return new Change.Stored(new ChangedThing(Kind.CONFIGURATION, target.value()), json, answer);
  }

  private Recovery stopped(Recovery recovery) {
    Recovery current = recovery;
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      if (current.job().finished()) {
        return current;
      }
      BulkJob stopped = current.job().stop();
      if (stores.jobs().advance(current.job(), stopped)) {
        return new Recovery(stopped, current.task());
      }
      current = find(current.job().id()).orElseThrow();
    }
    throw new IllegalStateException(
        "a recovery must stop within %d tries: %s".formatted(MAX_TRIES, current.job().id()));
  }

  /// Lists the running recoveries, the newest first. It finds them in the index of due work, which
  /// lags slightly.
  public HttpResponse list(ApiRequest request) {
    return configurationFilter(request.query())
        .answer(configuration -> Answers.json(200, running(configuration)));
  }

  private static Step<Optional<ConfigurationId>> configurationFilter(QueryParameters query) {
    List<FieldError> errors = new ArrayList<>();
    Optional<ConfigurationId> configuration =
        query.value(
            RecoveryFields.CONFIGURATION,
            ConfigurationId::parse,
            "must be the id of a webhook configuration",
            errors);
    return errors.isEmpty() ? new Step.Continue<>(configuration) : QueryParameters.refused(errors);
  }

  private ObjectNode running(Optional<ConfigurationId> configuration) {
    List<DueIndex.Due> due =
        stores
            .dueIndex()
            .due(DueIndex.JOB_SHARD, inputs.now().plus(LONGER_THAN_INVOCATION), MAX_DUE);
    List<BulkJobId> jobs =
        due.stream()
            .flatMap(
                each ->
                    each.work() instanceof DueWork.OfJob(BulkJobId id)
                        ? Stream.of(id)
                        : Stream.empty())
            .filter(id -> id.value().startsWith(BulkJobId.PLAIN))
            .toList();
    ObjectNode json = Answers.object();
    ArrayNode items = json.putArray("items");
    Overlapped.eachToTheEnd(jobs.stream().limit(MAX_READ).toList(), this::find).stream()
        .flatMap(Optional::stream)
        .filter(recovery -> !recovery.job().finished())
        .filter(
            recovery ->
                configuration.filter(id -> !id.equals(recovery.task().configuration())).isEmpty())
        .sorted(Comparator.comparing((Recovery each) -> each.job().createdAt()).reversed())
        .forEach(recovery -> items.add(recovery.json()));
    return json.put("complete", due.size() < MAX_DUE && jobs.size() <= MAX_READ);
  }

  private Change start(Plan plan) {
    WebhookConfiguration target = plan.target();
    Task.Recover task = new Task.Recover(target.id(), plan.range());
    BulkJob job = BulkJob.create(BulkJobId.of(inputs.ids().get()), task, inputs.now());
    stores.jobs().createNew(job);
    reminders.send(new DueWork.OfJob(job.id()));
    if (target.enabled()) {
      reminders.announce(target.id(), Optional.empty());
      reminders.send(DueWork.OfLane.askedFor(target.id()));
    }
    ObjectNode json = new Recovery(job, task).json();
    return stored(
        target.id(), json, Answers.json(202, json).withHeader("Location", PATH + job.id()));
  }

  /// A job that is a recovery.
  private record Recovery(BulkJob job, Task.Recover task) {
    static Optional<Recovery> of(BulkJob job) {
      return job.task() instanceof Task.Recover recover
          ? Optional.of(new Recovery(job, recover))
          : Optional.empty();
    }

    ObjectNode json() {
      return Answers.object()
          .put("id", job.id().value())
          .put("configurationId", task.configuration().value())
          .put("from", Answers.time(task.range().from()))
          .put("to", Answers.time(task.range().to()))
          .put("createdAt", Answers.time(job.createdAt()))
          .put("status", status())
          .put("seen", job.position().seen())
          .put("recovered", job.position().changed());
    }

    private String status() {
      if (job.stopped()) {
        return "STOPPED";
      }
      return job.finished() ? "FINISHED" : "RUNNING";
    }
  }
}
