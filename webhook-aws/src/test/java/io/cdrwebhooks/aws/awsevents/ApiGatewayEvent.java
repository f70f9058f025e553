package io.cdrwebhooks.aws.awsevents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes events of the HTTP API for tests of handlers.
public record ApiGatewayEvent(
    String method,
    String path,
    String query,
    Map<String, String> headers,
    String body,
    List<String> scopes) {
  public static ApiGatewayEvent of(String method, String path) {
    return new ApiGatewayEvent(method, path, "", Map.of(), "", List.of());
  }

  public ApiGatewayEvent withQuery(String changed) {
    return new ApiGatewayEvent(method, path, changed, headers, body, scopes);
  }

  public ApiGatewayEvent withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ApiGatewayEvent(method, path, query, more, body, scopes);
  }

  public ApiGatewayEvent withBody(String changed) {
    return new ApiGatewayEvent(method, path, query, headers, changed, scopes);
  }

  /// With a token of these scopes; without any, the request has no token.
  public ApiGatewayEvent withScopes(String... changed) {
    return new ApiGatewayEvent(method, path, query, headers, body, List.of(changed));
  }

  public InputStream stream() {
    return new ByteArrayInputStream(json());
  }

  public byte[] json() {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(event)) {
      json.writeStartObject();
      json.writeStringField("version", "2.0");
      json.writeStringField("rawPath", path);
      json.writeStringField("rawQueryString", query);
      json.writeObjectFieldStart("headers");
      for (Map.Entry<String, String> header : headers.entrySet()) {
        json.writeStringField(header.getKey(), header.getValue());
      }
      json.writeEndObject();
      writeContext(json);
      if (!body.isEmpty()) {
        json.writeStringField("body", body);
      }
      json.writeBooleanField("isBase64Encoded", false);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return event.toByteArray();
  }

  private void writeContext(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("requestContext");
    json.writeObjectFieldStart("http");
    json.writeStringField("method", method);
    json.writeStringField("sourceIp", "203.0.113.7");
    json.writeEndObject();
    json.writeStringField("requestId", "request-1");
    if (!scopes.isEmpty()) {
      json.writeObjectFieldStart("authorizer");
      json.writeObjectFieldStart("jwt");
      json.writeObjectFieldStart("claims");
      json.writeStringField("scope", String.join(" ", scopes));
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
