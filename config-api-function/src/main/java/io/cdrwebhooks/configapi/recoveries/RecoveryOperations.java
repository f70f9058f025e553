package io.cdrwebhooks.configapi.recoveries;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.cdrwebhooks.delivery.BulkJob;
import io.cdrwebhooks.delivery.BulkJob.Task;
import io.cdrwebhooks.delivery.BulkJobId;
import io.cdrwebhooks.delivery.DueWork;
import java.util.Optional;

/// The operations with which a caller resends everything that a receiver missed.
public record RecoveryOperations(ApiStores stores, Reminders reminders, ApiInputs inputs) {
  private static final String PATH = Route.BASE + "/recoveries/";

  public HttpResponse create(ApiRequest request) {
    return JsonBody.read(request.http())
        .then(body -> RecoveryFields.read(body, inputs.now()))
        .then(this::known)
        .answer(fields -> fields.dryRun() ? count(fields) : start(fields));
  }

  public HttpResponse read(ApiRequest request) {
    Optional<BulkJob> job = BulkJobId.parse(request.id()).flatMap(stores.jobs()::find);
    return Lookup.found(job.flatMap(Recovery::of))
        .answer(recovery -> Answers.json(200, recovery.json()));
  }

  private Step<RecoveryFields> known(RecoveryFields fields) {
    return stores.configurations().find(fields.configurationId()).isPresent()
        ? new Step.Continue<>(fields)
        : new Step.Answered<>(Answers.unknownConfiguration(RecoveryFields.CONFIGURATION));
  }

  private HttpResponse count(RecoveryFields fields) {
    RecoveryCount count =
        RecoveryCount.of(stores, fields.configurationId(), fields.range(), inputs.clock());
    ObjectNode json = Answers.object();
    json.put("count", count.taken());
    json.put("complete", count.complete());
    return Answers.json(200, json);
  }

  private HttpResponse start(RecoveryFields fields) {
    Task.Recover task = new Task.Recover(fields.configurationId(), fields.range());
    BulkJob job = BulkJob.create(BulkJobId.of(inputs.ids().get()), task, inputs.now());
    if (!stores.jobs().create(job)) {
      throw new IllegalStateException("a new id was in use: " + job.id());
    }
    reminders.send(new DueWork.OfJob(job.id()));
    return Answers.json(202, new Recovery(job, task).json())
        .withHeader("Location", PATH + job.id());
  }

  /// A job that is a recovery.
  private record Recovery(BulkJob job, Task.Recover task) {
    static Optional<Recovery> of(BulkJob job) {
      return switch (job.task()) {
        case Task.Recover recover -> Optional.of(new Recovery(job, recover));
        case Task.Release _, Task.End _, Task.Reconcile _, Task.Revoke _ -> Optional.empty();
      };
    }

    JsonNode json() {
      ObjectNode json = Answers.object();
      json.put("id", job.id().value());
      json.put("configurationId", task.configuration().value());
      json.put("from", Answers.time(task.range().from()));
      json.put("to", Answers.time(task.range().to()));
      json.put("createdAt", Answers.time(job.createdAt()));
      json.put("status", job.finished() ? "FINISHED" : "RUNNING");
      json.put("seen", job.position().seen());
      json.put("recovered", job.position().changed());
      return json;
    }
  }
}
