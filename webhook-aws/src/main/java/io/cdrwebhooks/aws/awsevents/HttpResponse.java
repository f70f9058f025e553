package io.cdrwebhooks.aws.awsevents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer to a request through the HTTP API.
///
/// `body` is empty text when there is none. It shows its status alone as text, since a header can
/// hold a presigned address.
///
/// Source: AWS, "Working with AWS Lambda proxy integrations for HTTP APIs", payload format 2.0.
public record HttpResponse(int status, Map<String, String> headers, String body) {
  private static final JsonFactory JSON = new JsonFactory();

  public HttpResponse {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("not the status of an answer: " + status);
    }
    headers = Map.copyOf(headers);
  }

  /// An answer without headers or body.
  public static HttpResponse of(int status) {
    return new HttpResponse(status, Map.of(), "");
  }

  /// `body` is JSON text already.
  public static HttpResponse json(int status, String body) {
    return new HttpResponse(status, Map.of("Content-Type", "application/json"), body);
  }

  public HttpResponse withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new HttpResponse(status, more, body);
  }

  /// The same answer to `HEAD`, which takes no body (RFC 9110, 9.3.2).
  public HttpResponse withoutBody() {
    return new HttpResponse(status, headers, "");
  }

  /// Writes the answer as the HTTP API takes it; the stream stays open.
  public void write(OutputStream answer) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(answer)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      json.writeNumberField("statusCode", status);
      json.writeObjectFieldStart("headers");
      for (Map.Entry<String, String> header : headers.entrySet()) {
        json.writeStringField(header.getKey(), header.getValue());
      }
      json.writeEndObject();
      json.writeStringField("body", body);
      json.writeBooleanField("isBase64Encoded", false);
      json.writeEndObject();
    }
  }

  @Override
  public String toString() {
    return "HttpResponse[status=" + status + "]";
  }
}
