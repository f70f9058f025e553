package io.cdrwebhooks.configapi.tasks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.JsonBody;
import io.cdrwebhooks.aws.http.Preconditions;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.change.ChangedThing;
import io.cdrwebhooks.change.ChangedThing.Kind;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.Change;
import io.cdrwebhooks.configapi.http.ListFilters;
import io.cdrwebhooks.configapi.http.Lookup;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.CdrTasks.Deletion;
import io.cdrwebhooks.configuration.CdrTasks.Saving;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryFilter;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.rhythm.ProposedRhythm;
import io.cdrwebhooks.work.ReportWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The operations on CDR tasks. The system that creates tasks numbers them.
public record TaskOperations(ApiStores stores, ApiInputs inputs) {
  /// The time until the watch's first check, so that the task is saved before it.
  private static final Duration FIRST_CHECK_AFTER = Duration.ofMinutes(1);

  private static final String PATH = Route.BASE + "/cdr-tasks/";

  public HttpResponse list(ApiRequest request) {
    return ListFilters.tasks(request.query())
        .answer(
            filter ->
                Answers.page(
                    request.query(),
                    window -> stores.tasks().list(filter, window.cursor(), window.limit()),
                    page -> page.stream().map(TaskOperations::json).toList()));
  }

  public HttpResponse read(ApiRequest request) {
    return Step.answer(find(request), Preconditions.read(request.http()), TaskOperations::read);
  }

  private static HttpResponse read(CdrTask found, Preconditions conditions) {
    return conditions
        .allowReading(found.revision())
        .answer(revision -> Answers.json(200, json(found), revision));
  }

  public Step<Change> save(ApiRequest request) {
    return Lookup.found(TaskId.parse(request.id())).then(taskId -> save(request, taskId));
  }

  private Step<Change> save(ApiRequest request, TaskId taskId) {
    Optional<Revision> current = stores.tasks().find(taskId).map(CdrTask::revision);
    return Preconditions.read(request.http())
        .then(conditions -> conditions.allowSaving(current))
        .then(_ -> JsonBody.read(request.http()))
        .then(body -> TaskFields.read(body, taskId))
        .then(fields -> store(taskId, fields, current));
  }

  public Step<Change> delete(ApiRequest request) {
    return find(request)
        .then(
            found ->
                Preconditions.read(request.http())
                    .then(conditions -> conditions.allowDeleting(found.revision()))
                    .then(expected -> remove(found.taskId(), expected)));
  }

  private Step<CdrTask> find(ApiRequest request) {
    return Lookup.found(TaskId.parse(request.id()).flatMap(stores.tasks()::find));
  }

  private Step<Change> store(TaskId taskId, TaskFields fields, Optional<Revision> current) {
    CdrTask task =
        CdrTask.of(taskId, fields.taskName(), fields.webhookConfigurationId(), inputs.now())
            .withOptions(fields.options());
    if (task.options().rhythm().isPresent() && !isWatched(task)) {
      // The watch begins before the task is saved. If this function dies in between, the watch
      // finds no rhythm, and ends.
      stores.watches().begin(taskId, inputs.now().plus(FIRST_CHECK_AFTER), inputs.now());
    }
    return switch (stores.tasks().save(task, current)) {
      case Saving.Saved(CdrTask saved) -> new Step.Continue<>(saved(saved, current.isEmpty()));
      case Saving.Changed() -> new Step.Answered<>(Preconditions.changed());
      case Saving.UnknownConfiguration() ->
          new Step.Answered<>(Answers.unknownConfiguration(TaskFields.CONFIGURATION));
    };
  }

  /// Returns whether the task's rhythm has a watch already. A changed rhythm begins anew.
  private boolean isWatched(CdrTask task) {
    return stores
            .tasks()
            .find(task.taskId())
            .filter(was -> was.options().rhythm().equals(task.options().rhythm()))
            .isPresent()
        && stores.watches().find(task.taskId()).isPresent();
  }

  private static Change saved(CdrTask task, boolean created) {
    ObjectNode json = json(task);
    HttpResponse answer = Answers.json(created ? 201 : 200, json, task.revision());
    return new Change.Stored(
        new ChangedThing(Kind.TASK, task.taskId().toString()),
        json,
        created ? answer.withHeader("Location", PATH + task.taskId()) : answer);
  }

  private Step<Change> remove(TaskId taskId, Optional<Revision> expected) {
    return switch (stores.tasks().delete(taskId, expected, inputs.now())) {
      case Deletion.Deleted() -> new Step.Continue<>(new Change.Deleted());
      case Deletion.Changed() -> new Step.Answered<>(Preconditions.changed());
      case Deletion.NotFound() -> Answers.absent();
    };
  }

  /// Writes a task as the API shows it.
  public static ObjectNode json(CdrTask task) {
    ObjectNode json =
        Answers.object()
            .put("taskId", task.taskId().value())
            .put("taskName", task.taskName())
            .put(
                TaskFields.CONFIGURATION,
                task.webhookConfigurationId().map(ConfigurationId::value).orElse(null));
    TaskFields.put(json, task.options());
    return json.put(TaskFields.SINCE, Answers.time(task.webhookSince()));
  }

  /// Answers whether a report of a task is overdue, and proposes a rhythm from its last uploads.
  public HttpResponse readRhythm(ApiRequest request) {
    return find(request).answer(task -> Answers.json(200, rhythm(task)));
  }

  private ObjectNode rhythm(CdrTask task) {
    List<Instant> uploads =
        stores
            .deliveries()
            .list(
                DeliveryFilter.ALL.ofTask(task.taskId()), Optional.empty(), ProposedRhythm.UPLOADS)
            .items()
            .stream()
            .map(Delivery::uploadedAt)
            .sorted()
            .toList();
    Optional<ReportWatch> watch =
        task.options().rhythm().flatMap(_ -> stores.watches().find(task.taskId()));
    ObjectNode json = Answers.object();
    json.put(
        "lastReportAt",
        Answers.time(uploads.isEmpty() ? Optional.empty() : Optional.of(uploads.getLast())));
    json.put("overdueSince", Answers.time(watch.flatMap(ReportWatch::overdueSince)));
    ProposedRhythm.from(uploads)
        .ifPresentOrElse(
            proposed -> put(json.putObject("proposal"), proposed), () -> json.putNull("proposal"));
    return json;
  }

  private static void put(ObjectNode json, ProposedRhythm proposed) {
    json.put(TaskFields.EVERY, proposed.rhythm().every().toString())
        .put(TaskFields.GRACE, proposed.rhythm().grace().toMinutes())
        .put("uploads", proposed.uploads())
        .put("medianGap", proposed.medianGap().toString())
        .put("longestGap", proposed.longestGap().toString());
  }
}
