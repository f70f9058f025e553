package io.cdrwebhooks.configapi.deliveries;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.awsevents.HttpResponse;
import io.cdrwebhooks.aws.awsevents.Problem;
import io.cdrwebhooks.configapi.http.Answers;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.FieldReader;
import io.cdrwebhooks.configapi.http.JsonBody;
import io.cdrwebhooks.configapi.http.Lookup;
import io.cdrwebhooks.configapi.http.Step;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configapi.inputs.Reminders;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.Deliveries.Restarting;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.statistics.Tally;
import io.cdrwebhooks.trace.Trace;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueWork;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The operations with which a caller resends one report, or revokes its links.
///
/// A redelivery always leads to another request to the receiver, even if the delivery was delivered
/// or is in flight. The caller that asks for it knows why.
public record RedeliveryOperations(ApiStores stores, Reminders reminders, ApiInputs inputs) {
  private static final Set<DeliveryStatus> ROUTED =
      EnumSet.complementOf(EnumSet.of(DeliveryStatus.UNROUTED));

  public HttpResponse redeliver(ApiRequest request) {
    return Lookup.delivery(stores.deliveries(), request)
        .answer(
            found ->
                JsonBody.readIfAny(request.http())
                    .then(RedeliveryOperations::newId)
                    .answer(newId -> redeliver(found, newId)));
  }

  public HttpResponse revokeLinks(ApiRequest request) {
    return Lookup.delivery(stores.deliveries(), request)
        .answer(
            found -> {
              int revoked = stores.links().revoke(found.id(), inputs.now());
              revokeOnceMore(found.id());
              // A revoked link needs no notice that it was not followed.
              if (found.status() == DeliveryStatus.DELIVERED) {
                found
                    .progress()
                    .dueAt()
                    .ifPresent(at -> stores.deliveries().settle(found.id(), at));
              }
              return Answers.json(200, Answers.object().put("revoked", revoked));
            });
  }

  /// Starts a job that revokes the links again after an attempt's lease. The list of links lags by
  /// a moment, and an attempt may be about to issue one.
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

  /// Redelivers, under a new id if the caller asked for one. An UNROUTED delivery keeps its id,
  /// since no receiver knows that id yet. Under a second id a recovery would send the report again.
  private HttpResponse redeliver(Delivery found, boolean newId) {
    boolean copied = newId && found.status() != DeliveryStatus.UNROUTED;
    return receiver(found)
        .answer(
            configuration -> copied ? copy(found, configuration) : restart(found, configuration));
  }

  private Step<ConfigurationId> receiver(Delivery delivery) {
    Optional<ConfigurationId> wanted = delivery.configurationId().or(() -> firstOwner(delivery));
    if (wanted.isEmpty()) {
      return refused(
          "The CDR task of this delivery has no webhook configuration now: assign one" + " first.");
    }
    Optional<WebhookConfiguration> stored = stores.configurations().find(wanted.get());
    if (stored.isEmpty()) {
      return refused("The webhook configuration of this delivery was deleted.");
    }
    return stored.get().enabled()
        ? new Step.Continue<>(wanted.get())
        : refused(
            "The webhook configuration of this delivery is disabled, so nothing is sent: enable it"
                + " first.");
  }

  private Optional<ConfigurationId> firstOwner(Delivery unrouted) {
    return stores.tasks().routings(unrouted.taskId()).firstFor(unrouted.createdAt());
  }

  private HttpResponse restart(Delivery found, ConfigurationId configuration) {
    Set<DeliveryStatus> from =
        found.status() == DeliveryStatus.UNROUTED ? EnumSet.of(DeliveryStatus.UNROUTED) : ROUTED;
    reminders.announce(configuration, Optional.of(found.id()));
    return switch (stores.deliveries().restart(found.id(), from, configuration, inputs.now())) {
      case Restarting.Restarted(Delivery restarted) -> reminders.onItsWay(restarted);
      // Another request has routed it. A routed delivery never becomes UNROUTED again, so this
      // recursion ends.
      case Restarting.Refused(Optional<Delivery> current) ->
          current.map(now -> redeliver(now, false)).orElseGet(Answers::notFound);
    };
  }

  private HttpResponse copy(Delivery original, ConfigurationId configuration) {
    Instant now = inputs.now();
    Delivery copy =
        new Delivery(
            DeliveryId.of(inputs.ids().get()),
            original.taskId(),
            Optional.of(configuration),
            original.report(),
            original.uploadedAt(),
            original.sizeBytes(),
            original.inspection(),
            now,
            DeliveryProgress.pending(now),
            original.sequence(),
            Trace.ofCopy(original.id()));
    HttpResponse onItsWay = reminders.sendNew(stores.deliveries(), copy);
    note(original, copy);
    count(copy);
    return onItsWay;
  }

  /// Adds the copy to the trace of its original. A failure is only logged, since the copy is
  /// already recorded and names its original.
  private void note(Delivery original, Delivery copy) {
    try {
      stores.deliveries().noteCopy(original.id(), copy.id());
    } catch (RuntimeException fault) {
      inputs.log().warn("copy.not-noted", "deliveryId", original.id(), "fault", fault);
    }
  }

  /// Adds the delivery to the counts. A failure is only logged, since the delivery is already
  /// recorded.
  private void count(Delivery recorded) {
    Tally tally = new Tally(inputs.clock());
    tally.recorded(recorded);
    try {
      stores.statistics().add(tally.drain());
    } catch (RuntimeException fault) {
      inputs.log().warn("counts.lost", "deliveryId", recorded.id(), "fault", fault);
    }
  }

  private static <T> Step<T> refused(String why) {
    return Step.refused(Problem.of(409, why));
  }
}
