package io.cdrwebhooks.configapi.configurations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.Change;
import io.cdrwebhooks.configapi.http.Lookup;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configapi.inputs.Reminders;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.lane.Waiting;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.WorkMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The operation with which a person reports that a receiver works again. The lane tries the
/// receiver at once, even when the next attempts are due hours later.
///
/// Only a message carries the request to the lane. If the message cannot be sent, the request
/// fails, and the caller repeats it.
public record LaneOperations(
    ApiStores stores, WorkMessages workMessages, Reminders reminders, ApiInputs inputs) {
  /// The largest number of waiting deliveries that one request makes due; for more of them, a user
  /// starts a recovery.
  private static final int MAX_MADE_DUE = 10;

  /// The number of waiting deliveries after which a count reads no further page, which bounds its
  /// cost.
  static final int MAX_COUNTED = 5_000;

  public Step<Change> retryNow(ApiRequest request) {
    return Lookup.enabled(stores.configurations(), request)
        .then(found -> new Step.Continue<>(send(found.id())));
  }

  /// Counts the pending deliveries in the lane of a configuration: all, and those whose next
  /// attempt is due later. If the count is not `complete`, there are more.
  public HttpResponse countWaiting(ApiRequest request) {
    return Lookup.configuration(stores.configurations(), request)
        .answer(found -> Answers.json(200, waiting(found.id(), inputs.now())));
  }

  private ObjectNode waiting(ConfigurationId lane, Instant now) {
    int pending = 0;
    long later = 0;
    Optional<Instant> from = Optional.of(Instant.EPOCH);
    while (from.isPresent() && pending < MAX_COUNTED) {
      Lanes.Page page = stores.lanes().waiting(lane, from.get());
      pending += page.earliest().size();
      later += page.earliest().stream().filter(each -> each.dueAt().isAfter(now)).count();
      from = page.next();
    }
    return Answers.object()
        .put("pending", pending)
        .put("later", later)
        .put("complete", from.isEmpty());
  }

  private Change send(ConfigurationId id) {
    DueWork tryReceiver =
        makeDueNow(id)
            .map(first -> DueWork.OfLane.askedFor(id, first))
            .orElseGet(() -> DueWork.OfLane.askedFor(id));
    workMessages.send(tryReceiver, Duration.ZERO);
    return Change.Done.of(202, Answers.object().put("configurationId", id.value()))
        .withLocation(Route.BASE + "/webhook-configurations/" + id);
  }

  /// Makes the next deliveries due now if none is due. Returns the first of them; empty if one was
  /// due or none waits.
  private Optional<DeliveryId> makeDueNow(ConfigurationId id) {
    Instant now = inputs.now();
    List<Waiting> earliest = stores.lanes().waiting(id, Instant.EPOCH).earliest();
    if (earliest.isEmpty() || !earliest.getFirst().dueAt().isAfter(now)) {
      return Optional.empty();
    }
    reminders.announce(id, Optional.empty());
    return earliest.stream()
        .limit(MAX_MADE_DUE)
        .map(Waiting::id)
        .filter(each -> stores.deliveries().makeDueNow(each, now))
        .toList()
        .stream()
        .findFirst();
  }
}
