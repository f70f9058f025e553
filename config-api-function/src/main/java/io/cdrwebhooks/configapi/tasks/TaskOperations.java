package io.cdrwebhooks.configapi.tasks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.JsonBody;
import io.cdrwebhooks.aws.http.Preconditions;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.Lookup;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.CdrTasks.Deletion;
import io.cdrwebhooks.configuration.CdrTasks.Saving;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.work.ReportWatches;
import java.time.Duration;
import java.util.Optional;

/// The operations on CDR tasks. The system that creates tasks numbers them.
public record TaskOperations(CdrTasks tasks, ReportWatches watches, ApiInputs inputs) {
  /// The time until the watch's first check, so that the task is saved before it.
  private static final Duration FIRST_CHECK_AFTER = Duration.ofMinutes(1);

  private static final String PATH = Route.BASE + "/cdr-tasks/";

  public HttpResponse list(ApiRequest request) {
    return TaskConditions.read(request.query())
        .answer(
            filter ->
                Answers.page(
                    request.query(),
                    window -> tasks.list(filter, window.cursor(), window.limit()),
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

  /// Returns a task as the API shows it; empty if there is none.
  public Optional<ObjectNode> asJson(String id) {
    return TaskId.parse(id).flatMap(tasks::find).map(TaskOperations::json);
  }

  public HttpResponse save(ApiRequest request) {
    return Lookup.found(TaskId.parse(request.id())).answer(taskId -> save(request, taskId));
  }

  private HttpResponse save(ApiRequest request, TaskId taskId) {
    Optional<Revision> current = tasks.find(taskId).map(CdrTask::revision);
    return Preconditions.read(request.http())
        .then(conditions -> conditions.allowSaving(current))
        .then(_ -> JsonBody.read(request.http()))
        .then(body -> TaskFields.read(body, taskId))
        .answer(fields -> store(taskId, fields, current));
  }

  public HttpResponse delete(ApiRequest request) {
    return Step.answer(find(request), Preconditions.read(request.http()), this::delete);
  }

  private HttpResponse delete(CdrTask found, Preconditions conditions) {
    return conditions
        .allowDeleting(found.revision())
        .answer(expected -> remove(found.taskId(), expected));
  }

  private Step<CdrTask> find(ApiRequest request) {
    return Lookup.found(TaskId.parse(request.id()).flatMap(tasks::find));
  }

  private HttpResponse store(TaskId taskId, TaskFields fields, Optional<Revision> current) {
    CdrTask task =
        CdrTask.of(taskId, fields.taskName(), fields.webhookConfigurationId(), inputs.now())
            .withOptions(fields.options());
    if (task.options().rhythm().isPresent() && !isWatched(task)) {
      // The watch begins before the task is saved. If this function dies in between, the watch
      // finds no rhythm, and ends.
      watches.begin(taskId, inputs.now().plus(FIRST_CHECK_AFTER), inputs.now());
    }
    return switch (tasks.save(task, current)) {
      case Saving.Saved(CdrTask saved) -> saved(saved, current.isEmpty());
      case Saving.Changed() -> Preconditions.changed();
      case Saving.UnknownConfiguration() -> Answers.unknownConfiguration(TaskFields.CONFIGURATION);
    };
  }

  /// Returns whether the task's rhythm has a watch already. A changed rhythm begins anew.
  private boolean isWatched(CdrTask task) {
    return tasks
            .find(task.taskId())
            .filter(was -> was.options().rhythm().equals(task.options().rhythm()))
            .isPresent()
        && watches.find(task.taskId()).isPresent();
  }

  private static HttpResponse saved(CdrTask task, boolean created) {
    return created
        ? Answers.json(201, json(task), task.revision())
            .withHeader("Location", PATH + task.taskId())
        : Answers.json(200, json(task), task.revision());
  }

  private HttpResponse remove(TaskId taskId, Optional<Revision> expected) {
    return switch (tasks.delete(taskId, expected, inputs.now())) {
      case Deletion.Deleted() -> HttpResponse.of(204);
      case Deletion.Changed() -> Preconditions.changed();
      case Deletion.NotFound() -> Answers.notFound();
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
}
