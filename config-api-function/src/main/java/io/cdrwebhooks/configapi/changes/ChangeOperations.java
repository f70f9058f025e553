package io.cdrwebhooks.configapi.changes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpRequest.Caller;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.change.ChangeRecord;
import io.cdrwebhooks.change.Changes;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.ListFilters;
import java.io.UncheckedIOException;
import java.util.OptionalInt;
import java.util.TreeSet;

/// The operations that show the recorded changes, and the caller itself.
public record ChangeOperations(Changes changes) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public HttpResponse list(ApiRequest request) {
    return ListFilters.changes(request.query())
        .answer(
            filter ->
                Answers.page(
                    request.query(),
                    window -> changes.list(filter, window.cursor(), window.limit()),
                    page -> page.stream().map(ChangeOperations::json).toList()));
  }

  private static ObjectNode json(ChangeRecord change) {
    ObjectNode json = Answers.object();
    json.put("id", change.id().value());
    json.put("at", Answers.time(change.at()));
    json.put("issuer", change.actor().issuer());
    json.put("subject", change.actor().subject());
    json.put("clientId", change.actor().clientId());
    json.put("address", change.actor().address());
    json.put("forwardedFor", change.actor().forwardedFor());
    json.put("requestId", change.requestId());
    json.put("operation", change.operation());
    json.set(
        "about",
        change
            .about()
            .map(thing -> Answers.object().put("kind", thing.kind().word()).put("id", thing.id()))
            .orElse(null));
    json.set("before", tree(change.before()));
    json.set("after", tree(change.after()));
    OptionalInt status = change.status();
    return json.put("status", status.isPresent() ? (Integer) status.getAsInt() : null);
  }

  private static JsonNode tree(String object) {
    try {
      return JSON.readTree(object);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a record must have JSON", e);
    }
  }

  /// Shows the caller as its token names it.
  public HttpResponse me(ApiRequest request) {
    Caller caller = request.http().caller();
    ObjectNode json = Answers.object();
    json.put("issuer", caller.token().issuer().orElse(""));
    json.put("subject", caller.token().subject().orElse(""));
    json.put("clientId", caller.token().clientId().orElse(""));
    ArrayNode scopes = json.putArray("scopes");
    new TreeSet<>(caller.scopes()).forEach(scopes::add);
    json.put("mayWrite", request.readOnly().isEmpty());
    json.put("readOnlyReason", request.readOnly().orElse(null));
    json.put("expiresAt", Answers.time(caller.token().expiresAt()));
    return Answers.json(200, json);
  }
}
