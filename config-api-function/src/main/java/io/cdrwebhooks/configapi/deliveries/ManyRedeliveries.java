package io.cdrwebhooks.configapi.deliveries;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.FieldReader;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.Problem;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configapi.deliveries.Restarts.Outcome;
import io.cdrwebhooks.configapi.deliveries.Restarts.Target;
import io.cdrwebhooks.configapi.inputs.Reminders;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.statistics.Tally;
import io.cdrwebhooks.work.DueWork;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Redelivers many reports in one request, some of them at the same time. Each gets a result: a
/// refusal or a failed write does not stop the others. A fault before the first write fails the
/// request.
///
/// Each lane gets one message. If the lane's receiver fails, the message causes one probe at once:
/// a hundred requests to a failing receiver would not help.
record ManyRedeliveries(Restarts restarts, Reminders reminders) {
  static final int MAX_COUNT = 100;

  private static final String IDS = "ids";
  private static final String STATUSES = "statuses";

  /// The request in a body. Only deliveries with one of the `statuses` are sent again, because the
  /// person may have selected them some minutes ago.
  record Wanted(List<DeliveryId> ids, Set<DeliveryStatus> statuses) {}

  /// Reads a body: 1 to [#MAX_COUNT] different ids, and the statuses; without statuses, any status
  /// is accepted.
  static Step<Wanted> read(ObjectNode body) {
    FieldReader reader = new FieldReader(body);
    List<Optional<DeliveryId>> given =
        reader.value(IDS).filter(JsonNode::isArray).map(ManyRedeliveries::parsed).orElse(List.of());
    Set<Optional<DeliveryId>> different = Set.copyOf(given);
    if (given.isEmpty() || given.size() > MAX_COUNT) {
      reader.refuse(IDS, "must be an array of 1 to " + MAX_COUNT + " delivery ids");
    } else if (different.contains(Optional.<DeliveryId>empty())) {
      reader.refuse(IDS, "must contain only delivery ids");
    } else if (different.size() < given.size()) {
      reader.refuse(IDS, "must not contain an id twice");
    }
    Set<DeliveryStatus> statuses = statuses(reader);
    return reader.finish(
        Map.of(), () -> new Wanted(given.stream().flatMap(Optional::stream).toList(), statuses));
  }

  private static Set<DeliveryStatus> statuses(FieldReader reader) {
    if (!reader.has(STATUSES)) {
      return EnumSet.allOf(DeliveryStatus.class);
    }
    JsonNode given = reader.value(STATUSES).orElse(NullNode.instance);
    Map<String, DeliveryStatus> known =
        EnumSet.allOf(DeliveryStatus.class).stream()
            .collect(Collectors.toMap(DeliveryStatus::name, each -> each));
    Set<DeliveryStatus> statuses = EnumSet.noneOf(DeliveryStatus.class);
    for (JsonNode each : given) {
      DeliveryStatus status = each.isTextual() ? known.get(each.textValue()) : null;
      if (status == null || !statuses.add(status)) {
        reader.refuse(STATUSES, "must be an array of different delivery statuses");
        return statuses;
      }
    }
    if (!given.isArray() || statuses.isEmpty()) {
      reader.refuse(STATUSES, "must be an array of different delivery statuses");
    }
    return statuses;
  }

  private static List<Optional<DeliveryId>> parsed(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .limit(MAX_COUNT + 1L)
        .map(each -> DeliveryId.parse(each.isTextual() ? each.textValue() : ""))
        .toList();
  }

  HttpResponse redeliver(Wanted wanted) {
    List<DeliveryId> ids = wanted.ids();
    List<Target> targets =
        Overlapped.eachToTheEnd(ids, id -> restarts.target(id, wanted.statuses()));
    Set<ConfigurationId> lanes =
        targets.stream()
            .filter(Target.To.class::isInstance)
            .map(each -> ((Target.To) each).configuration())
            .collect(Collectors.toSet());
    List<ConfigurationId> all = List.copyOf(lanes);
    var _ = Overlapped.eachToTheEnd(all, this::announced);
    List<Outcome> outcomes =
        Overlapped.eachToTheEnd(targets, each -> restart(each, wanted.statuses()));
    restarts.count(tally -> outcomes.forEach(each -> count(each, tally)));
    var _ = Overlapped.eachToTheEnd(all, this::asked);
    ObjectNode json = Answers.object();
    ArrayNode results = json.putArray("results");
    for (int i = 0; i < ids.size(); i++) {
      results.add(result(ids.get(i), outcomes.get(i)));
    }
    return Answers.json(200, json);
  }

  private ConfigurationId announced(ConfigurationId lane) {
    reminders.announce(lane, Optional.empty());
    return lane;
  }

  private ConfigurationId asked(ConfigurationId lane) {
    reminders.send(DueWork.OfLane.askedFor(lane));
    return lane;
  }

  private Outcome restart(Target target, Set<DeliveryStatus> statuses) {
    return switch (target) {
      case Target.Refused(Problem problem) -> new Outcome.Refused(problem);
      case Target.To to -> {
        try {
          yield restarts.restart(to, statuses);
        } catch (RuntimeException fault) {
          yield new Outcome.Refused(failed(to.delivery().id(), fault));
        }
      }
    };
  }

  private static void count(Outcome outcome, Tally tally) {
    if (outcome instanceof Outcome.Begun(Target.To from, Delivery _)) {
      tally.restarted(from.delivery(), from.configuration());
    }
  }

  private Problem failed(DeliveryId id, RuntimeException fault) {
    restarts.inputs().log().error("redelivery.failed", fault, "deliveryId", id);
    return Problem.of(500, "The resend could not be recorded: try again.");
  }

  private static ObjectNode result(DeliveryId id, Outcome outcome) {
    ObjectNode json = Answers.object().put("deliveryId", id.value());
    return switch (outcome) {
      case Outcome.Begun _ -> json.put("status", 202).put("reason", "");
      case Outcome.Refused(Problem problem) ->
          json.put("status", problem.status()).put("reason", problem.detail());
    };
  }
}
