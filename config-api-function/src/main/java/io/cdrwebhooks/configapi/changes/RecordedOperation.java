package io.cdrwebhooks.configapi.changes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.Problem;
import io.cdrwebhooks.change.ChangeId;
import io.cdrwebhooks.change.ChangeRecord;
import io.cdrwebhooks.change.ChangedThing;
import io.cdrwebhooks.change.ChangedThing.Kind;
import io.cdrwebhooks.change.Changes;
import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.json.Json;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// Records each operation that changes something. The first record is stored before the operation:
/// the caller and the state of the thing. The second one adds the answer's status and the changes.
/// If the first record cannot be stored, it answers 503, and the operation does not begin; records
/// that were already stored get this status, if the store accepts it.
///
/// If this function dies in between, or the operation fails, the record has no status: the change
/// may have taken effect.
///
/// An operation on many deliveries also has a record for each of them, with its own result: only
/// the list of that delivery shows it.
public record RecordedOperation(
    Changes changes, ChangedThings things, ReceiverChanges receivers, ApiInputs inputs) {
  /// The subjects of operations.
  public interface ChangedThings {
    /// Returns a thing as the API shows it; empty if it has no fields that a caller sets.
    Optional<ObjectNode> asJson(ChangedThing thing);

    /// Returns the things that the body of a request selects; none if the request will be refused,
    /// or if its path names the thing.
    List<ChangedThing> selected(Route route, ApiRequest request);
  }

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int FIRST_REFUSED_STATUS = 300;

  private static final Map<String, Kind> KINDS =
      Map.of(
          "webhook-configurations", Kind.CONFIGURATION,
          "cdr-tasks", Kind.TASK,
          "deliveries", Kind.DELIVERY);

  public HttpResponse answer(Route route, ApiRequest request, Supplier<HttpResponse> operation) {
    Instant now = inputs.now();
    Optional<ChangedThing> about = thing(route.template(), request.id());
    Optional<ObjectNode> before = about.flatMap(things::asJson);
    ChangeRecord begun =
        new ChangeRecord(
            ChangeId.of(request.http().requestId(), Json.instant(now)),
            now,
            Actors.of(request.http()),
            request.http().requestId(),
            route.name(),
            about,
            before.map(ChangedFields::shown).orElseGet(Answers::object).toString(),
            ChangeRecord.NOTHING,
            OptionalInt.empty());
    List<ChangeRecord> parts = things.selected(route, request).stream().map(begun::part).toList();
    try {
      changes.put(begun);
      putAll(parts);
    } catch (RuntimeException fault) {
      inputs.log().error("change.not-recorded", fault, "operation", route, "id", request.id());
      HttpResponse refused =
          Problem.of(503, "The change cannot be recorded, so nothing was changed. Try again.")
              .toResponse();
      if (end(begun, route, before, refused)) {
        endAll(parts, refused);
      }
      return refused;
    }
    HttpResponse response = operation.get();
    var _ = end(begun, route, before, response);
    endAll(parts, response);
    return response;
  }

  private void putAll(List<ChangeRecord> parts) {
    if (!parts.isEmpty()) {
      var _ = Overlapped.eachToTheEnd(parts, this::putPart);
    }
  }

  private ChangeRecord putPart(ChangeRecord part) {
    changes.putPart(part);
    return part;
  }

  /// Stores each part with its result from the answer.
  private void endAll(List<ChangeRecord> parts, HttpResponse response) {
    if (parts.isEmpty()) {
      return;
    }
    Map<String, Integer> statuses = new HashMap<>();
    for (JsonNode result : body(response).orElseGet(Answers::object).path("results")) {
      statuses.put(result.path("deliveryId").asText(), result.path("status").asInt());
    }
    List<ChangeRecord> ended = new ArrayList<>();
    for (ChangeRecord part : parts) {
      int status = statuses.getOrDefault(part.about().orElseThrow().id(), response.status());
      ended.add(part.ended(part.about(), ChangeRecord.NOTHING, ChangeRecord.NOTHING, status));
    }
    boolean _ = store(parts.getFirst().id(), () -> putAll(ended));
  }

  /// Stores a result with `write`, and returns whether it could. If it could not, the first record
  /// stays, and shows that the result is unknown.
  private boolean store(ChangeId change, Runnable write) {
    try {
      write.run();
      return true;
    } catch (RuntimeException fault) {
      inputs.log().error("change.result-not-recorded", fault, "change", change);
      return false;
    }
  }

  /// Stores the result of an operation; returns whether it could.
  private boolean end(
      ChangeRecord begun, Route route, Optional<ObjectNode> before, HttpResponse response) {
    boolean refused = response.status() >= FIRST_REFUSED_STATUS;
    ChangedFields changed =
        refused ? ChangedFields.NONE : changed(begun.about(), route, before, response);
    ChangeRecord ended =
        begun.ended(
            begun.about().or(() -> createdThing(response)),
            changed.before().toString(),
            changed.after().toString(),
            response.status());
    boolean stored = store(ended.id(), () -> changes.put(ended));
    receivers.notice(ended, before.orElseGet(Answers::object), changed);
    return stored;
  }

  /// Returns the changed fields if the answer shows the thing, or if the thing was deleted.
  /// Otherwise the answer describes the result.
  private static ChangedFields changed(
      Optional<ChangedThing> about,
      Route route,
      Optional<ObjectNode> before,
      HttpResponse response) {
    Optional<ObjectNode> answer = body(response);
    if (answer.isEmpty()) {
      return route.method().equals("DELETE") && route.template().endsWith("}")
          ? ChangedFields.between(before, Optional.empty())
          : ChangedFields.NONE;
    }
    boolean showsTheThing =
        about.isEmpty() || before.isEmpty() || covers(answer.get(), before.get());
    return showsTheThing
        ? ChangedFields.between(before, answer)
        : new ChangedFields(Answers.object(), ChangedFields.shown(answer.get()));
  }

  private static boolean covers(ObjectNode answer, ObjectNode before) {
    return before.properties().stream().allMatch(field -> answer.has(field.getKey()));
  }

  /// Returns the thing that the operation created, according to its answer, or the configuration
  /// that the answer names.
  private static Optional<ChangedThing> createdThing(HttpResponse response) {
    String location = response.headers().getOrDefault("Location", "");
    String path = location.startsWith(Route.BASE) ? location.substring(Route.BASE.length()) : "";
    return thing(path, path.substring(path.lastIndexOf('/') + 1))
        .or(
            () ->
                body(response)
                    .map(body -> body.path("configurationId").asText(""))
                    .flatMap(id -> ChangedThing.of(Kind.CONFIGURATION, id)));
  }

  private static Optional<ChangedThing> thing(String path, String id) {
    String[] segments = path.split("/", -1);
    return Optional.ofNullable(segments.length > 1 ? KINDS.get(segments[1]) : null)
        .flatMap(kind -> ChangedThing.of(kind, id));
  }

  private static Optional<ObjectNode> body(HttpResponse response) {
    if (response.body().isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode body = JSON.readTree(response.body());
      return body instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("an answer must be JSON", e);
    }
  }
}
