package io.cdrwebhooks.configapi.configurations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.awsevents.HttpResponse;
import io.cdrwebhooks.configapi.http.Answers;
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
import io.cdrwebhooks.work.DueAttempts;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The operation by which a person says that a receiver is back: its lane tries it at once, also
/// when the next attempts are due hours later.
///
/// Nothing but the message says so. A request whose message cannot be sent fails, and its caller
/// asks again.
public record LaneOperations(
    ApiStores stores, DueAttempts dueAttempts, Reminders reminders, ApiInputs inputs) {
  /// How many deliveries are due at once that were to wait: more of them take a recovery.
  private static final int PULLED_FORWARD = 10;

  public HttpResponse retryNow(ApiRequest request) {
    return Lookup.enabled(stores.configurations(), request).answer(this::send);
  }

  /// A person wants the receiver tried even if it fails.
  static DueWork tryNow(ConfigurationId id) {
    return new DueWork.OfLane(id, Optional.empty(), true, 0);
  }

  private HttpResponse send(WebhookConfiguration configuration) {
    ConfigurationId id = configuration.id();
    Optional<DeliveryId> pulled = pullForward(id);
    dueAttempts.send(
        pulled.<DueWork>map(first -> DueWork.OfLane.asked(id, first)).orElse(tryNow(id)),
        Duration.ZERO);
    ObjectNode json = Answers.object().put("configurationId", id.value());
    return Answers.json(202, json)
        .withHeader("Location", Route.BASE + "/webhook-configurations/" + id);
  }

  /// If nothing is due, what is due next is; the first of it.
  private Optional<DeliveryId> pullForward(ConfigurationId id) {
    Instant now = inputs.now();
    List<Waiting> earliest = stores.lanes().waiting(id, Instant.EPOCH).earliest();
    if (earliest.isEmpty() || !earliest.getFirst().dueAt().isAfter(now)) {
      return Optional.empty();
    }
    reminders.announce(id, Optional.empty());
    return earliest.stream()
        .limit(PULLED_FORWARD)
        .map(Waiting::id)
        .filter(each -> stores.deliveries().pullForward(each, now))
        .toList()
        .stream()
        .findFirst();
  }
}
