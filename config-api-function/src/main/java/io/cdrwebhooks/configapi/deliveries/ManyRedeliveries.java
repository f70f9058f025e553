package io.cdrwebhooks.configapi.deliveries;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.FieldReader;
import io.cdrwebhooks.aws.http.Problem;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.change.ChangedThing;
import io.cdrwebhooks.change.ChangedThing.Kind;
import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configapi.deliveries.Restarts.Outcome;
import io.cdrwebhooks.configapi.deliveries.Restarts.Target;
import io.cdrwebhooks.configapi.http.Change;
import io.cdrwebhooks.configapi.http.ListFilters;
import io.cdrwebhooks.configapi.inputs.Reminders;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.statistics.Tally;
import io.cdrwebhooks.work.DueWork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

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

  /// The deliveries that a body selects. Only those with one of the `statuses` are sent again,
  /// because the person may have selected them some minutes ago.
  record Selection(List<DeliveryId> ids, Set<DeliveryStatus> statuses) {}

  /// Reads a body: 1 to [#MAX_COUNT] different ids, and the statuses; without statuses, any status
  /// is accepted.
  static Step<Selection> read(ObjectNode body) {
    FieldReader reader = new FieldReader(body);
    List<Optional<DeliveryId>> given = values(reader, IDS, DeliveryId::parse);
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
        Map.of(), () -> new Selection(given.stream().flatMap(Optional::stream).toList(), statuses));
  }

  private static Set<DeliveryStatus> statuses(FieldReader reader) {
    if (!reader.has(STATUSES)) {
      return Restarts.ANY;
    }
    List<Optional<DeliveryStatus>> given =
        values(reader, STATUSES, text -> ListFilters.named(DeliveryStatus.values(), text));
    Set<DeliveryStatus> different =
        given.stream().flatMap(Optional::stream).collect(Collectors.toSet());
    if (given.isEmpty() || different.size() < given.size()) {
      reader.refuse(STATUSES, "must be an array of different delivery statuses");
    }
    return different;
  }

  /// Returns the values of an array, empty where an element is not valid; none if there is no
  /// array.
  private static <T> List<Optional<T>> values(
      FieldReader reader, String field, Function<String, Optional<T>> parse) {
    return reader.value(field).filter(JsonNode::isArray).stream()
        .flatMap(JsonNode::valueStream)
        .limit(MAX_COUNT + 1L)
        .map(each -> parse.apply(each.isTextual() ? each.textValue() : ""))
        .toList();
  }

  Change redeliver(Selection selection) {
    List<DeliveryId> ids = selection.ids();
    Set<DeliveryStatus> statuses = selection.statuses();
    List<Target> targets = Overlapped.eachToTheEnd(ids, id -> restarts.target(id, statuses));
    List<ConfigurationId> lanes =
        targets.stream()
            .filter(Target.To.class::isInstance)
            .map(each -> ((Target.To) each).configuration())
            .distinct()
            .toList();
    var _ = Overlapped.eachToTheEnd(lanes, this::announced);
    List<Outcome> outcomes = Overlapped.eachToTheEnd(targets, each -> restart(each, statuses));
    restarts.count(tally -> outcomes.forEach(each -> count(each, tally)));
    var _ = Overlapped.eachToTheEnd(lanes, this::asked);
    ObjectNode json = Answers.object();
    ArrayNode results = json.putArray("results");
    Map<ChangedThing, Integer> answered = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      int status = 202;
      String reason = "";
      if (outcomes.get(i) instanceof Outcome.Refused(Problem problem)) {
        status = problem.status();
        reason = problem.detail();
      }
      results
          .addObject()
          .put("deliveryId", ids.get(i).value())
          .put("status", status)
          .put("reason", reason);
      answered.put(thing(ids.get(i)), status);
    }
    return new Change.Done(json, answered, Answers.json(200, json));
  }

  static ChangedThing thing(DeliveryId id) {
    return new ChangedThing(Kind.DELIVERY, id.value());
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
}
