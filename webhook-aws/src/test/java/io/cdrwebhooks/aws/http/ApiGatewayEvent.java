package io.cdrwebhooks.aws.http;

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
import java.util.concurrent.atomic.AtomicLong;

/// Makes events of the HTTP API for tests of handlers.
public record ApiGatewayEvent(
    String method,
    String path,
    String query,
    Map<String, String> headers,
    String body,
    List<String> scopes,
    Map<String, String> claims) {
  private static final AtomicLong REQUESTS = new AtomicLong();

  /// An event without claims other than the scopes.
  public ApiGatewayEvent(
      String method,
      String path,
      String query,
      Map<String, String> headers,
      String body,
      List<String> scopes) {
    this(method, path, query, headers, body, scopes, Map.of());
  }

  public static ApiGatewayEvent of(String method, String path) {
    return new ApiGatewayEvent(method, path, "", Map.of(), "", List.of(), Map.of());
  }

  public ApiGatewayEvent withQuery(String changed) {
    return new ApiGatewayEvent(method, path, changed, headers, body, scopes, claims);
  }

  public ApiGatewayEvent withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ApiGatewayEvent(method, path, query, more, body, scopes, claims);
  }

  public ApiGatewayEvent withBody(String changed) {
    return new ApiGatewayEvent(method, path, query, headers, changed, scopes, claims);
  }

  /// With a token of these scopes; without any, the request has no token.
  public ApiGatewayEvent withScopes(String... changed) {
    return new ApiGatewayEvent(method, path, query, headers, body, List.of(changed), claims);
  }

  /// With these claims in addition to the scopes; without a scope the request has no token.
  public ApiGatewayEvent withClaims(Map<String, String> more) {
    return new ApiGatewayEvent(method, path, query, headers, body, scopes, Map.copyOf(more));
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
    json.writeStringField("requestId", "request-1-" + REQUESTS.incrementAndGet());
    if (!scopes.isEmpty()) {
      json.writeObjectFieldStart("authorizer");
      json.writeObjectFieldStart("jwt");
      json.writeObjectFieldStart("claims");
      json.writeStringField("scope", String.join(" ", scopes));
      for (Map.Entry<String, String> claim : claims.entrySet()) {
        json.writeStringField(claim.getKey(), claim.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
