package io.cdrwebhooks.configapi.configurations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.Lookup;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configapi.inputs.Reminders;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.DeliveryId;
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

  public HttpResponse retryNow(ApiRequest request) {
    return Lookup.enabled(stores.configurations(), request).answer(this::send);
  }

  /// Counts the deliveries that wait in the lane of a configuration.
  public HttpResponse countWaiting(ApiRequest request) {
    return Lookup.configuration(stores.configurations(), request)
        .answer(
            found ->
                Answers.json(
                    200, WaitingCount.of(stores.lanes(), found.id(), inputs.now()).json()));
  }

  /// Returns the work that tries a receiver at once, even while it fails, since a user asked for
  /// it.
  static DueWork tryNow(ConfigurationId id) {
    return DueWork.OfLane.askedFor(id);
  }

  private HttpResponse send(WebhookConfiguration configuration) {
    ConfigurationId id = configuration.id();
    Optional<DeliveryId> pulled = makeDueNow(id);
    workMessages.send(
        pulled.<DueWork>map(first -> DueWork.OfLane.askedFor(id, first)).orElse(tryNow(id)),
        Duration.ZERO);
    ObjectNode json = Answers.object().put("configurationId", id.value());
    return Answers.json(202, json)
        .withHeader("Location", Route.BASE + "/webhook-configurations/" + id);
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
