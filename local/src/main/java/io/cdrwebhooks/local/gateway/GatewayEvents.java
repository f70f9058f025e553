package io.cdrwebhooks.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Requests as events and answers from JSON, payload format 2.0.
///
/// Source: API Gateway Developer Guide, "Working with AWS Lambda proxy integrations for HTTP APIs".
final class GatewayEvents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GatewayEvents() {}

  /// What a function answered; the body is decoded.
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record Answer(int status, Map<String, List<String>> headers, byte[] body) {}

  /// `caller` is who the token belongs to, if the route asks for one.
  static byte[] request(
      HttpExchange exchange, byte[] body, GatewayRoutes.Route route, Optional<String> caller)
      throws IOException {
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "2.0").put("routeKey", route.key());
    event.put("rawPath", exchange.getRequestURI().getRawPath());
    event.put(
        "rawQueryString", Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
    ObjectNode headers = event.putObject("headers");
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    context(event.putObject("requestContext"), exchange, route, caller);
    if (body.length > 0) {
      event.put("body", Base64.getEncoder().encodeToString(body));
    }
    event.put("isBase64Encoded", body.length > 0);
    return JSON.writeValueAsBytes(event);
  }

  private static void context(
      ObjectNode context,
      HttpExchange exchange,
      GatewayRoutes.Route route,
      Optional<String> caller) {
    context.put("accountId", "000000000000").put("apiId", "local").put("stage", "$default");
    context.put("domainName", "127.0.0.1").put("domainPrefix", "127");
    context.put("requestId", UUID.randomUUID().toString()).put("routeKey", route.key());
    context.put("timeEpoch", Instant.now().toEpochMilli());
    caller.ifPresent(
        subject -> {
          ObjectNode jwt = context.putObject("authorizer").putObject("jwt");
          jwt.putObject("claims").put("sub", subject).put("scope", "webhooks/read webhooks/write");
          jwt.putNull("scopes");
        });
    context
        .putObject("http")
        .put("method", exchange.getRequestMethod())
        .put("path", exchange.getRequestURI().getRawPath())
        .put("protocol", exchange.getProtocol())
        .put("sourceIp", exchange.getRemoteAddress().getAddress().getHostAddress())
        .put(
            "userAgent",
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("User-Agent")).orElse(""));
  }

  static Answer answer(byte[] json) throws IOException {
    JsonNode answer = JSON.readTree(json);
    if (!answer.path("statusCode").isInt()) {
      throw new IOException("the function's answer has no statusCode");
    }
    Map<String, List<String>> headers = new LinkedHashMap<>();
    answer
        .path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), List.of(header.getValue().asText())));
    byte[] body = answer.path("body").asText("").getBytes(StandardCharsets.UTF_8);
    return new Answer(
        answer.get("statusCode").asInt(),
        headers,
        answer.path("isBase64Encoded").asBoolean() ? Base64.getDecoder().decode(body) : body);
  }
}
