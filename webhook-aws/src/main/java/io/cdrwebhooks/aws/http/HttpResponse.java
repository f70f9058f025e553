package io.cdrwebhooks.aws.http;

import io.cdrwebhooks.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer to a request through the HTTP API.
///
/// `body` is empty text when there is none. `toString` shows only the status, since a header can
/// contain a presigned URL.
///
/// Source: AWS, "Working with AWS Lambda proxy integrations for HTTP APIs", payload format 2.0.
public record HttpResponse(int status, Map<String, String> headers, String body) {
  public HttpResponse {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status must be from 200 to 599: " + status);
    }
    headers = Map.copyOf(headers);
  }

  /// Returns an answer without headers or body.
  public static HttpResponse of(int status) {
    return new HttpResponse(status, Map.of(), "");
  }

  /// Returns an answer with `body`, which must be JSON text.
  public static HttpResponse json(int status, String body) {
    return new HttpResponse(status, Map.of("Content-Type", "application/json"), body);
  }

  public HttpResponse withHeader(String name, String value) {
    return withHeaders(Map.of(name, value));
  }

  /// Returns this answer with `added` in addition to its headers, or in place of them.
  public HttpResponse withHeaders(Map<String, String> added) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.putAll(added);
    return new HttpResponse(status, more, body);
  }

  /// Returns the answer to a `HEAD` request, without a body (RFC 9110, 9.3.2).
  public HttpResponse withoutBody() {
    return new HttpResponse(status, headers, "");
  }

  /// Writes the answer in the format of the HTTP API. The stream stays open.
  public void write(OutputStream answer) throws IOException {
    Map<String, Object> json =
        Json.object(
            "statusCode", status, "headers", headers, "body", body, "isBase64Encoded", false);
    answer.write(Json.bytes(json));
  }

  @Override
  public String toString() {
    return "HttpResponse[status=" + status + "]";
  }
}
