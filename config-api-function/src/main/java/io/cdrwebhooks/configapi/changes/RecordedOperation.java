package io.cdrwebhooks.configapi.changes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.change.ChangeId;
import io.cdrwebhooks.change.ChangeRecord;
import io.cdrwebhooks.change.ChangedThing;
import io.cdrwebhooks.change.ChangedThing.Kind;
import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configapi.configurations.ConfigurationJson;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.Change;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configapi.tasks.TaskOperations;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

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
public record RecordedOperation(ApiStores stores, ReceiverChanges receivers, ApiInputs inputs) {
  private static final Map<String, Kind> KINDS =
      Map.of(
          "webhook-configurations", Kind.CONFIGURATION,
          "cdr-tasks", Kind.TASK,
          "deliveries", Kind.DELIVERY);

  /// `selected` are the things that the request's body names; none if its path names the thing.
  public HttpResponse answer(
      Route route,
      ApiRequest request,
      List<ChangedThing> selected,
      Function<ApiRequest, Step<Change>> operation) {
    Instant now = inputs.now();
    Optional<ChangedThing> about = named(route, request.id());
    Optional<ObjectNode> before = about.flatMap(thing -> shown(thing, now));
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
    List<ChangeRecord> parts = selected.stream().map(begun::part).toList();
    try {
      stores.changes().put(begun);
      putAll(parts);
    } catch (RuntimeException fault) {
      inputs.log().error("change.not-recorded", fault, "operation", route, "id", request.id());
      Step<Change> refused =
          Step.refused(503, "The change cannot be recorded, so nothing was changed. Try again.");
      if (end(begun, before, refused)) {
        endAll(parts, refused);
      }
      return refused.answer(Change::answer);
    }
    Step<Change> result = operation.apply(request);
    var _ = end(begun, before, result);
    endAll(parts, result);
    return result.answer(Change::answer);
  }

  private static Optional<ChangedThing> named(Route route, String id) {
    String collection = route.template().split("/", -1)[1];
    return Optional.ofNullable(KINDS.get(collection)).flatMap(kind -> ChangedThing.of(kind, id));
  }

  /// Returns a thing as the API shows it; empty if there is none, or if it has no fields that a
  /// caller sets.
  private Optional<ObjectNode> shown(ChangedThing thing, Instant now) {
    return switch (thing.kind()) {
      case CONFIGURATION ->
          stores
              .configurations()
              .find(new ConfigurationId(thing.id()))
              .map(found -> ConfigurationJson.withoutHealth(found, now));
      case TASK -> TaskId.parse(thing.id()).flatMap(stores.tasks()::find).map(TaskOperations::json);
      case DELIVERY -> Optional.empty();
    };
  }

  private void putAll(List<ChangeRecord> parts) {
    var _ =
        Overlapped.eachToTheEnd(
            parts,
            part -> {
              stores.changes().putPart(part);
              return part;
            });
  }

  /// Stores each part with its result.
  private void endAll(List<ChangeRecord> parts, Step<Change> result) {
    if (parts.isEmpty()) {
      return;
    }
    Map<ChangedThing, Integer> statuses =
        result instanceof Step.Continue<Change>(Change.Done done) ? done.statuses() : Map.of();
    int status = result.answer(Change::answer).status();
    List<ChangeRecord> ended =
        parts.stream()
            .map(
                part ->
                    part.ended(
                        part.about(),
                        ChangeRecord.NOTHING,
                        ChangeRecord.NOTHING,
                        statuses.getOrDefault(part.about().orElseThrow(), status)))
            .toList();
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
  private boolean end(ChangeRecord begun, Optional<ObjectNode> before, Step<Change> result) {
    Optional<ChangedThing> stored =
        result instanceof Step.Continue<Change>(Change.Stored one)
            ? Optional.of(one.thing())
            : Optional.empty();
    ChangedFields changed = changed(before, result);
    ChangeRecord ended =
        begun.ended(
            begun.about().or(() -> stored),
            changed.before().toString(),
            changed.after().toString(),
            result.answer(Change::answer).status());
    boolean isStored = store(ended.id(), () -> stores.changes().put(ended));
    receivers.notice(ended, before.orElseGet(Answers::object), changed);
    return isStored;
  }

  private static ChangedFields changed(Optional<ObjectNode> before, Step<Change> result) {
    return switch (result) {
      case Step.Answered<Change> _ -> ChangedFields.NONE;
      case Step.Continue<Change>(Change.Stored stored) ->
          ChangedFields.between(before, Optional.of(stored.state()));
      case Step.Continue<Change>(Change.Deleted _) ->
          ChangedFields.between(before, Optional.empty());
      case Step.Continue<Change>(Change.Done done) ->
          new ChangedFields(Answers.object(), ChangedFields.shown(done.result()));
    };
  }
}
