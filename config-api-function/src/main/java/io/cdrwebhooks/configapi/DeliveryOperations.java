package io.cdrwebhooks.configapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.awsevents.HttpResponse;
import io.cdrwebhooks.aws.awsevents.Problem.FieldError;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.report.TaskId;
import java.util.List;
import java.util.Optional;

/// The operations that look at deliveries. In a list they stand without their attempts, which are
/// records of their own; a single delivery has them.
final class DeliveryOperations {
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
    return DeliveryId.parse(request.id())
        .flatMap(deliveries::find)
        .map(found -> Answers.json(200, withAttempts(found)))
        .orElseGet(Answers::notFound);
  }

  private JsonNode withAttempts(Delivery delivery) {
    ObjectNode json = json(delivery);
    ArrayNode attempts = json.putArray("attempts");
    deliveries.attempts(delivery.id()).forEach(attempt -> attempts.add(json(attempt)));
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
    json.put("createdAt", Answers.time(delivery.createdAt()));
    json.put("nextAttemptAt", delivery.progress().nextAttemptAt().map(Answers::time).orElse(null));
    json.put(
        "linkFollowedAt", delivery.progress().linkFollowedAt().map(Answers::time).orElse(null));
    return json;
  }

  private static ObjectNode json(Attempt attempt) {
    ObjectNode json = Answers.object();
    json.put("round", attempt.number().round());
    json.put("number", attempt.number().number());
    json.put("startedAt", Answers.time(attempt.startedAt()));
    json.put("durationMs", attempt.duration().toMillis());
    json.put("address", attempt.address().orElse(null));
    if (attempt.statusCode().isPresent()) {
      json.put("statusCode", attempt.statusCode().getAsInt());
    } else {
      json.putNull("statusCode");
    }
    json.put("outcome", attempt.outcome().name());
    json.put("reason", attempt.reason());
    json.put("answer", attempt.answer());
    return json;
  }
}
