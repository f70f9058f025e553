package io.cdrwebhooks.configapi.recoveries;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.Problem.FieldError;
import io.cdrwebhooks.aws.http.QueryParameters;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.aws.http.Timestamps;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.Change;
import io.cdrwebhooks.configapi.http.Lookup;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configapi.inputs.Reminders;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.link.IssuedBefore;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Task.RevokeAll;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The operations with which a caller revokes all links of a configuration, and reads the progress.
public record LinkRevocations(ApiStores stores, Reminders reminders, ApiInputs inputs) {
  /// The name of the parameter that keeps later links.
  public static final String ISSUED_BEFORE = "issuedBefore";

  private static final String PATH = Route.BASE + "/revocations/";

  /// The job also covers deliveries that are recorded within this time after the request, because
  /// an attempt of one may be in flight.
  private static final Duration MAX_IN_FLIGHT_TIME = Duration.ofMinutes(1);

  public Step<Change> start(ApiRequest request) {
    return Lookup.configuration(stores.configurations(), request)
        .then(
            found ->
                selected(request.query(), found)
                    .then(links -> new Step.Continue<>(start(found, links))));
  }

  public HttpResponse read(ApiRequest request) {
    Optional<BulkJob> job = BulkJobId.parse(request.id()).flatMap(stores.jobs()::find);
    return Lookup.found(job.flatMap(Revocation::of))
        .answer(revocation -> Answers.json(200, revocation.json()));
  }

  private Step<IssuedBefore> selected(QueryParameters query, WebhookConfiguration configuration) {
    Instant now = inputs.now();
    Optional<Instant> given =
        query.value(ISSUED_BEFORE).flatMap(Timestamps::parse).filter(at -> !at.isAfter(now));
    if (given.isEmpty() && query.value(ISSUED_BEFORE).isPresent()) {
      return QueryParameters.refused(
          List.of(new FieldError(ISSUED_BEFORE, "must be a time of RFC 3339, not in the future")));
    }
    return new Step.Continue<>(
        given
            .map(at -> IssuedBefore.at(at, configuration))
            .orElseGet(() -> IssuedBefore.now(now, configuration)));
  }

  /// Stores the job before it sends the message: a sweep finds the job if this function dies in
  /// between.
  private Change start(WebhookConfiguration configuration, IssuedBefore links) {
    Instant now = inputs.now();
    RevokeAll task =
        new RevokeAll(configuration.id(), links, TimeRange.until(now.plus(MAX_IN_FLIGHT_TIME)));
    BulkJob job = BulkJob.create(BulkJobId.ofRevocation(inputs.ids().get()), task, now);
    stores.jobs().createNew(job);
    reminders.send(new DueWork.OfJob(job.id()));
    return Change.Done.of(202, new Revocation(job, task).json()).withLocation(PATH + job.id());
  }

  /// A job that revokes the links of a configuration.
  private record Revocation(BulkJob job, RevokeAll task) {
    static Optional<Revocation> of(BulkJob job) {
      return job.task() instanceof RevokeAll all
          ? Optional.of(new Revocation(job, all))
          : Optional.empty();
    }

    ObjectNode json() {
      return Answers.object()
          .put("id", job.id().value())
          .put("configurationId", task.configuration().value())
          .put(ISSUED_BEFORE, Answers.time(task.links().time()))
          .put("createdAt", Answers.time(job.createdAt()))
          .put("status", job.finished() ? "FINISHED" : "RUNNING")
          .put("seen", job.position().seen())
          .put("revoked", job.position().changed());
    }
  }
}
