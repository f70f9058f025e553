package io.cdrwebhooks.aws.http;

import io.cdrwebhooks.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The API's answer to a request that it refuses: `application/problem+json`.
///
/// It has no type, which means `about:blank`. So the title is the phrase of the status. `detail` is
/// empty text if the title says everything. `errors` names each invalid field.
///
/// Source: RFC 9457.
public record Problem(int status, String detail, List<FieldError> errors) {
  public static final String CONTENT_TYPE = "application/problem+json";

  public Problem {
    errors = List.copyOf(errors);
  }

  public static Problem of(int status, String detail) {
    return new Problem(status, detail, List.of());
  }

  /// Returns this problem with one more invalid field.
  public Problem with(FieldError error) {
    List<FieldError> more = new ArrayList<>(errors);
    more.add(error);
    return new Problem(status, detail, more);
  }

  public HttpResponse toResponse() {
    return new HttpResponse(status, Map.of("Content-Type", CONTENT_TYPE), toJson());
  }

  private String toJson() {
    Map<String, Object> problem = Json.object("title", title(status), "status", status);
    if (!detail.isEmpty()) {
      problem.put("detail", detail);
    }
    if (!errors.isEmpty()) {
      problem.put(
          "errors",
          errors.stream()
              .map(error -> Json.object("field", error.field(), "detail", error.detail()))
              .toList());
    }
    return Json.write(problem);
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 410 -> "Gone";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 422 -> "Unprocessable Content";
      case 428 -> "Precondition Required";
      case 429 -> "Too Many Requests";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> throw new IllegalArgumentException("status must be one of a problem: " + status);
    };
  }

  /// An invalid field of a request, by its JSON name, with a description of the error.
  public record FieldError(String field, String detail) {}
}
