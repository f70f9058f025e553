package io.cdrwebhooks.configapi.tasks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.Lookup;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryFilter;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.rhythm.ProposedRhythm;
import io.cdrwebhooks.work.ReportWatch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The operations on the rhythm of a task: whether a report is overdue, and a proposal from its
/// last uploads.
public record RhythmOperations(ApiStores stores) {
  public HttpResponse read(ApiRequest request) {
    return Lookup.found(TaskId.parse(request.id()).flatMap(stores.tasks()::find))
        .answer(task -> Answers.json(200, json(task)));
  }

  private ObjectNode json(CdrTask task) {
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
