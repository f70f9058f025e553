package io.cdrwebhooks.aws.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Problem.FieldError;
import io.cdrwebhooks.aws.http.QueryParameters.Window;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.paging.InvalidCursorException;
import io.cdrwebhooks.paging.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Creates the answers that several resources share.
public final class Answers {
  private Answers() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// Formats an instant as RFC 3339 in UTC, always with milliseconds.
  public static String time(Instant instant) {
    return Json.instant(instant);
  }

  /// Formats an instant in the same way; returns null when there is none.
  public static @Nullable String time(Optional<Instant> instant) {
    return instant.map(Answers::time).orElse(null);
  }

  public static HttpResponse json(int status, JsonNode body) {
    return HttpResponse.json(status, body.toString());
  }

  public static HttpResponse json(int status, JsonNode body, Revision revision) {
    return json(status, body).withHeader("ETag", EntityTags.tag(revision));
  }

  /// Answers 404 for an id that does not exist or is not valid.
  public static <T> Step<T> absent() {
    return new Step.Answered<>(notFound());
  }

  /// Answers 422 for a field with the id of a configuration that does not exist.
  public static HttpResponse unknownConfiguration(String field) {
    return fieldAtFault(field, "is not the id of an existing webhook configuration");
  }

  /// Answers 422 for a field that is invalid according to the stores.
  public static HttpResponse fieldAtFault(String field, String detail) {
    return Problem.of(422, "The body has invalid fields.")
        .with(new FieldError(field, detail))
        .toResponse();
  }

  public static HttpResponse notFound() {
    return absence().toResponse();
  }

  /// Returns the problem for an id that does not exist or is not valid.
  public static Problem absence() {
    return Problem.of(404, "There is no such resource.");
  }

  /// Answers with the page of a list that the query's `cursor` and `limit` request.
  public static <T> HttpResponse page(
      QueryParameters query,
      Function<Window, Page<T>> list,
      Function<List<T>, List<? extends JsonNode>> items) {
    return query.window().then(window -> cut(window, list)).answer(page -> body(page, items));
  }

  private static <T> Step<Page<T>> cut(Window window, Function<Window, Page<T>> list) {
    try {
      return new Step.Continue<>(list.apply(window));
    } catch (InvalidCursorException _) {
      return QueryParameters.refused(
          List.of(new FieldError("cursor", "must be the nextCursor of a page of this list")));
    }
  }

  private static <T> HttpResponse body(
      Page<T> page, Function<List<T>, List<? extends JsonNode>> items) {
    ObjectNode body = object();
    body.putArray("items").addAll(items.apply(page.items()));
    body.put("nextCursor", page.nextCursor().orElse(null));
    return json(200, body);
  }
}
