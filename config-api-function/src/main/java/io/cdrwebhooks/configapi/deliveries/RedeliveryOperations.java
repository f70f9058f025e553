package io.cdrwebhooks.configapi.deliveries;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.FieldReader;
import io.cdrwebhooks.aws.http.JsonBody;
import io.cdrwebhooks.aws.http.Problem;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.change.ChangedThing;
import io.cdrwebhooks.configapi.deliveries.ManyRedeliveries.Selection;
import io.cdrwebhooks.configapi.deliveries.Restarts.Outcome;
import io.cdrwebhooks.configapi.deliveries.Restarts.Target;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.Change;
import io.cdrwebhooks.configapi.http.Lookup;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configapi.inputs.Reminders;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.delivery.Trace;
import io.cdrwebhooks.statistics.Tally;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueWork;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The operations with which a caller resends one report, or revokes its links.
///
/// A redelivery always leads to another request to the receiver, even if the delivery was delivered
/// or is in flight: the caller decides.
public record RedeliveryOperations(ApiStores stores, Reminders reminders, ApiInputs inputs) {
  public Step<Change> redeliver(ApiRequest request) {
    return Lookup.delivery(stores.deliveries(), request)
        .then(
            found ->
                JsonBody.readIfAny(request.http())
                    .then(RedeliveryOperations::newId)
                    .then(newId -> redeliver(found, newId)));
  }

  /// Redelivers up to 100 reports, and answers with a result for each.
  public Step<Change> redeliverMany(ApiRequest request) {
    return JsonBody.read(request.http())
        .then(ManyRedeliveries::read)
        .then(
            selection ->
                new Step.Continue<>(
                    new ManyRedeliveries(restarts(), reminders).redeliver(selection)));
  }

  /// Returns the deliveries that the body of [#redeliverMany] selects; none if the request will be
  /// refused.
  public List<ChangedThing> selected(ApiRequest request) {
    return JsonBody.read(request.http()).then(ManyRedeliveries::read)
            instanceof Step.Continue<Selection>(Selection selection)
        ? selection.ids().stream().map(ManyRedeliveries::thing).toList()
        : List.of();
  }

  private Restarts restarts() {
    return new Restarts(stores, inputs);
  }

  public Step<Change> revokeLinks(ApiRequest request) {
    return Lookup.delivery(stores.deliveries(), request)
        .then(found -> new Step.Continue<>(revokeLinks(found)));
  }

  private Change revokeLinks(Delivery found) {
    int revoked = stores.links().revoke(found.id(), inputs.now());
    revokeOnceMore(found.id());
    // A revoked link needs no notice about its missing use.
    if (found.status() == DeliveryStatus.DELIVERED) {
      found.progress().dueAt().ifPresent(at -> stores.deliveries().clearDueAt(found.id(), at));
    }
    return Change.Done.of(200, Answers.object().put("revoked", revoked));
  }

  /// Starts a job that revokes the links again after an attempt's lease. The list of links lags by
  /// a moment, and an attempt may be about to issue another link.
  private void revokeOnceMore(DeliveryId id) {
    Instant now = inputs.now();
    BulkJob job =
        BulkJob.create(
            BulkJobId.of(inputs.ids().get()),
            new BulkJob.Task.Revoke(id, new TimeRange(now, now)),
            now.plus(AttemptClaim.ENDED_AFTER));
    stores.jobs().create(job);
    reminders.send(new DueWork.OfJob(job.id()), AttemptClaim.ENDED_AFTER);
  }

  private static Step<Boolean> newId(ObjectNode body) {
    FieldReader reader = new FieldReader(body);
    boolean newId = reader.flag("newId", false);
    return reader.finish(Map.of(), () -> newId);
  }

  /// Redelivers the report, under a new id if the caller requested one. An UNROUTED delivery keeps
  /// its id, since no receiver knows that id yet. With a second id, a recovery would send the
  /// report again.
  private Step<Change> redeliver(Delivery found, boolean newId) {
    boolean copied = newId && found.status() != DeliveryStatus.UNROUTED;
    return switch (restarts().target(found, Restarts.ANY)) {
      case Target.To to ->
          copied ? new Step.Continue<>(copy(found, to.configuration())) : restart(to);
      case Target.Refused(Problem problem) -> Step.refused(problem);
    };
  }

  private Step<Change> restart(Target.To target) {
    reminders.announce(target.configuration(), Optional.of(target.delivery().id()));
    return switch (restarts().restart(target, Restarts.ANY)) {
      case Outcome.Begun(Target.To from, Delivery restarted) -> {
        Change onItsWay = reminders.onItsWay(restarted);
        count(tally -> tally.restarted(from.delivery(), from.configuration()));
        yield new Step.Continue<>(onItsWay);
      }
      case Outcome.Refused(Problem problem) -> Step.refused(problem);
    };
  }

  private Change copy(Delivery original, ConfigurationId configuration) {
    Instant now = inputs.now();
    Delivery copy =
        new Delivery(
            DeliveryId.of(inputs.ids().get()),
            Optional.of(configuration),
            original.upload(),
            now,
            DeliveryProgress.pending(now),
            original.sequence(),
            Trace.ofCopy(original.id()));
    Change onItsWay = reminders.sendNew(stores.deliveries(), copy);
    note(original, copy);
    count(tally -> tally.recorded(copy));
    return onItsWay;
  }

  /// Adds the copy to the trace of its original. A failure is only logged, since the copy is
  /// already recorded and names its original.
  private void note(Delivery original, Delivery copy) {
    try {
      stores.deliveries().noteCopy(original.id(), copy.id());
    } catch (RuntimeException fault) {
      inputs.log().warn("original.not-updated", fault, "deliveryId", original.id());
    }
  }

  private void count(Consumer<Tally> event) {
    restarts().count(event);
  }
}
