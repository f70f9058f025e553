package io.cdrwebhooks.aws.http;

import io.cdrwebhooks.log.EventLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

/// The shared part of the functions behind the HTTP API: it reads the event, logs a fault once and
/// answers it with `onFault`, and adds the headers of every answer.
///
/// A body with more than `bodyLimitBytes` bytes is not read. A `HEAD` request gets no body.
public record HttpFunction(int bodyLimitBytes, HttpResponse onFault, EventLog log) {
  /// Browsers must not guess the type of an answer, run it, frame it, or send its address on.
  /// Without `no-store` a cache could reuse an answer 404 or 410, and answer one method with the
  /// redirect for another (RFC 9111, 4.2.2 and 4.3.5).
  public static final Map<String, String> ON_EVERY_ANSWER =
      Map.of(
          "Cache-Control", "no-store",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "Referrer-Policy", "no-referrer",
          "Strict-Transport-Security", "max-age=31536000",
          "X-Content-Type-Options", "nosniff");

  /// Reads one event, and writes the answer of `operation`.
  public void handle(
      InputStream event, OutputStream answer, Function<HttpRequest, HttpResponse> operation)
      throws IOException {
    finished(answer(event, operation)).write(answer);
  }

  private HttpResponse answer(InputStream event, Function<HttpRequest, HttpResponse> operation) {
    HttpRequest request;
    try {
      request = HttpRequest.read(event, bodyLimitBytes);
    } catch (IOException e) {
      log.error("event.unreadable", e);
      return Problem.of(500, "").toResponse();
    }
    HttpResponse response = answerOrFault(request, operation);
    return request.method().equals("HEAD") ? response.withoutBody() : response;
  }

  private HttpResponse answerOrFault(
      HttpRequest request, Function<HttpRequest, HttpResponse> operation) {
    try {
      return operation.apply(request);
    } catch (RuntimeException fault) {
      log.error("request.failed", fault, "requestId", request.requestId());
      return onFault;
    }
  }

  /// Adds the headers, and replaces unpaired surrogates, which have no UTF-8 form. A caller's field
  /// name may contain one, and an answer quotes it.
  private static HttpResponse finished(HttpResponse response) {
    byte[] wellFormed = response.body().getBytes(StandardCharsets.UTF_8);
    return new HttpResponse(
            response.status(), response.headers(), new String(wellFormed, StandardCharsets.UTF_8))
        .withHeaders(ON_EVERY_ANSWER);
  }
}
