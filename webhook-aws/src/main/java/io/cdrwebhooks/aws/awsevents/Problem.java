package io.cdrwebhooks.aws.awsevents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Why a request was refused, as its caller is told: `application/problem+json`.
///
/// The type is left out, which means `about:blank`; the title is then the status' own phrase.
/// `detail` is empty text when the title says it all. `errors` names each field that is at fault.
///
/// Source: RFC 9457.
public record Problem(int status, String detail, List<FieldError> errors) {
  public static final String CONTENT_TYPE = "application/problem+json";

  private static final JsonFactory JSON = new JsonFactory();

  public Problem {
    errors = List.copyOf(errors);
  }

  public static Problem of(int status, String detail) {
    return new Problem(status, detail, List.of());
  }

  /// The same problem with one more field that is at fault.
  public Problem with(FieldError error) {
    List<FieldError> more = new ArrayList<>(errors);
    more.add(error);
    return new Problem(status, detail, more);
  }

  public HttpResponse toResponse() {
    return new HttpResponse(status, Map.of("Content-Type", CONTENT_TYPE), toJson());
  }

  private String toJson() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("title", title(status));
      json.writeNumberField("status", status);
      if (!detail.isEmpty()) {
        json.writeStringField("detail", detail);
      }
      if (!errors.isEmpty()) {
        writeErrors(json);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
    return text.toString();
  }

  private void writeErrors(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("errors");
    for (FieldError error : errors) {
      json.writeStartObject();
      json.writeStringField("field", error.field());
      json.writeStringField("detail", error.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
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
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> throw new IllegalArgumentException("no problem has the status " + status);
    };
  }

  /// One field of a request that is at fault, by its JSON name, and what is wrong with it.
  public record FieldError(String field, String detail) {}
}
