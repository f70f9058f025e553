package io.cdrwebhooks.configapi.recoveries;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.awsevents.HttpResponse;
import io.cdrwebhooks.configapi.http.Answers;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.JsonBody;
import io.cdrwebhooks.configapi.http.Lookup;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configapi.http.Step;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configapi.inputs.Reminders;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Task;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueWork;
import java.util.Optional;

/// The operations with which a caller resends everything that a receiver missed.
public record RecoveryOperations(ApiStores stores, Reminders reminders, ApiInputs inputs) {
  private static final String PATH = Route.BASE + "/recoveries/";

  public HttpResponse create(ApiRequest request) {
    return JsonBody.read(request.http())
        .then(body -> RecoveryFields.read(body, inputs.now()))
        .answer(this::answer);
  }

  /// Returns whether a request only wants a count, so that it changes nothing.
  public static boolean isDryRun(ApiRequest request) {
    return JsonBody.read(request.http()) instanceof Step.Continue<ObjectNode>(ObjectNode body)
        && body.path(RecoveryFields.DRY_RUN).equals(BooleanNode.TRUE);
  }

  public HttpResponse read(ApiRequest request) {
    Optional<BulkJob> job = BulkJobId.parse(request.id()).flatMap(stores.jobs()::find);
    return Lookup.found(job.flatMap(Recovery::of))
        .answer(recovery -> Answers.json(200, recovery.json()));
  }

  private HttpResponse answer(RecoveryFields fields) {
    Optional<WebhookConfiguration> target = stores.configurations().find(fields.configurationId());
    if (target.isEmpty()) {
      return Answers.unknownConfiguration(RecoveryFields.CONFIGURATION);
    }
    return fields.dryRun() ? count(fields, target.get()) : start(fields, target.get());
  }

  private HttpResponse count(RecoveryFields fields, WebhookConfiguration target) {
    return Answers.json(
        200, RecoveryCount.of(stores, target, fields.range(), inputs.clock()).json());
  }

  /// Starts the job, and requests a probe: the person who starts the job knows that the receiver is
  /// back.
  private HttpResponse start(RecoveryFields fields, WebhookConfiguration target) {
    Task.Recover task = new Task.Recover(fields.configurationId(), fields.range());
    BulkJob job = BulkJob.create(BulkJobId.of(inputs.ids().get()), task, inputs.now());
    if (!stores.jobs().create(job)) {
      throw new IllegalStateException("new id must not be in use: " + job.id());
    }
    reminders.send(new DueWork.OfJob(job.id()));
    if (target.enabled()) {
      reminders.announce(target.id(), Optional.empty());
      reminders.send(new DueWork.OfLane(target.id(), Optional.empty(), true, 0));
    }
    return Answers.json(202, new Recovery(job, task).json())
        .withHeader("Location", PATH + job.id());
  }

  /// A job that is a recovery.
  private record Recovery(BulkJob job, Task.Recover task) {
    static Optional<Recovery> of(BulkJob job) {
      return switch (job.task()) {
        case Task.Recover recover -> Optional.of(new Recovery(job, recover));
        case Task.Release _,
            Task.End _,
            Task.Reconcile _,
            Task.MakeStatements _,
            Task.Notify _,
            Task.Revoke _,
            Task.RevokeAll _ ->
            Optional.empty();
      };
    }

    JsonNode json() {
      return Answers.object()
          .put("id", job.id().value())
          .put("configurationId", task.configuration().value())
          .put("from", Answers.time(task.range().from()))
          .put("to", Answers.time(task.range().to()))
          .put("createdAt", Answers.time(job.createdAt()))
          .put("status", job.finished() ? "FINISHED" : "RUNNING")
          .put("seen", job.position().seen())
          .put("recovered", job.position().changed());
    }
  }
}
