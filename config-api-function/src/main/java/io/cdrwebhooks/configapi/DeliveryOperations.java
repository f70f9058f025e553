package io.cdrwebhooks.configapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.awsevents.HttpResponse;
import io.cdrwebhooks.aws.awsevents.Problem.FieldError;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptTimings;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.LinkUse;
import io.cdrwebhooks.report.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The operations that look at deliveries. In a list they stand without their attempts, which are
/// records of their own; a single delivery has them.
final class DeliveryOperations {
  /// The latest attempts that are shown: their answers of 4 KiB stay far below what Lambda can
  /// give.
  private static final int MOST_ATTEMPTS = 100;

  private final Deliveries deliveries;

  DeliveryOperations(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  HttpResponse listByTask(ApiRequest request) {
    Optional<TaskId> taskId = request.query().value("taskId").flatMap(TaskId::parse);
    if (taskId.isEmpty()) {
      return QueryParameters.refused(
          List.of(new FieldError("taskId", "is required, and must be the number of a CDR task")));
    }
    return Answers.page(
        request.query(),
        window -> deliveries.listByTask(taskId.get(), window.cursor(), window.limit()),
        DeliveryOperations::json);
  }

  HttpResponse read(ApiRequest request) {
    return Lookup.delivery(deliveries, request)
        .answer(found -> Answers.json(200, withAttempts(found)));
  }

  private JsonNode withAttempts(Delivery delivery) {
    ObjectNode json = json(delivery);
    ArrayNode attempts = json.putArray("attempts");
    List<Attempt> all = deliveries.attempts(delivery.id());
    all.subList(Math.max(0, all.size() - MOST_ATTEMPTS), all.size())
        .forEach(attempt -> attempts.add(json(attempt)));
    return json;
  }

  private static ObjectNode json(Delivery delivery) {
    ObjectNode json = Answers.object();
    json.put("id", delivery.id().value());
    json.put("taskId", delivery.taskId().value());
    json.put(
        "configurationId", delivery.configurationId().map(ConfigurationId::value).orElse(null));
    json.put("fileName", delivery.report().fileName());
    json.put("fileSizeInBytes", delivery.sizeBytes());
    json.put("status", delivery.status().name());
    json.put("reason", delivery.progress().reason());
    json.put("createdAt", Answers.time(delivery.createdAt()));
    json.put("nextAttemptAt", Answers.time(delivery.progress().nextAttemptAt()));
    Optional<LinkUse> linkUse = delivery.progress().linkUse();
    json.put("linkFollowedAt", Answers.time(linkUse.map(LinkUse::firstAt)));
    json.put("linkFollows", linkUse.map(LinkUse::count).orElse(0L));
    json.put("linkFollowedFrom", linkUse.map(LinkUse::lastAddress).orElse(null));
    return json;
  }

  private static ObjectNode json(Attempt attempt) {
    ObjectNode json = Answers.object();
    json.put("round", attempt.number().round());
    json.put("number", attempt.number().number());
    json.put("startedAt", Answers.time(attempt.startedAt()));
    json.put("durationMs", attempt.duration().toMillis());
    json.set("timings", json(attempt.timings()));
    json.put("address", attempt.address().orElse(null));
    if (attempt.statusCode().isPresent()) {
      json.put("statusCode", attempt.statusCode().getAsInt());
    } else {
      json.putNull("statusCode");
    }
    json.put("outcome", attempt.outcome().name());
    json.put("reason", attempt.reason());
    json.put("answer", attempt.answer());
    json.put("nextAttemptAt", Answers.time(attempt.nextAttemptAt()));
    return json;
  }

  private static ObjectNode json(AttemptTimings timings) {
    ObjectNode json = Answers.object();
    json.put("resolveMs", millis(timings.resolve()));
    json.put("connectMs", millis(timings.connect()));
    json.put("tlsMs", millis(timings.tls()));
    json.put("firstByteMs", millis(timings.firstByte()));
    return json;
  }

  private static @Nullable Long millis(Optional<Duration> phase) {
    return phase.map(Duration::toMillis).orElse(null);
  }
}
