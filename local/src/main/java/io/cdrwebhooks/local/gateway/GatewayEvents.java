package io.cdrwebhooks.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Writes requests as events and reads answers from JSON, in payload format 2.0. It omits parts
/// that no function reads: cookies, decoded parameters, and the names of an API in AWS.
///
/// Source: API Gateway Developer Guide, "Working with AWS Lambda proxy integrations for HTTP APIs".
final class GatewayEvents {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern TEXT_TYPE =
      Pattern.compile("(?i)(text/.*|application/(json|javascript|xml)\\s*(;.*)?)");

  private GatewayEvents() {}

  /// The claims of a caller's accepted token, and the scope that the route required.
  record Caller(Map<String, String> claims, String scope) {}

  /// Returns the event of a request; `caller` is empty where the route requires no token.
  static byte[] request(
      HttpExchange exchange, byte[] body, GatewayRoutes.Route route, Optional<Caller> caller)
      throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "2.0").put("routeKey", route.key());
    event.put("rawPath", path).put("rawQueryString", query);
    headers(event.putObject("headers"), exchange);
    context(event.putObject("requestContext"), exchange, caller);
    body(event, exchange, body);
    return JSON.writeValueAsBytes(event);
  }

  private static void headers(ObjectNode headers, HttpExchange exchange) {
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    headers.put("x-forwarded-for", exchange.getRemoteAddress().getAddress().getHostAddress());
    headers.put("x-forwarded-port", Integer.toString(exchange.getLocalAddress().getPort()));
    headers.put("x-forwarded-proto", "http");
  }

  private static void context(ObjectNode context, HttpExchange exchange, Optional<Caller> caller) {
    context.put("requestId", UUID.randomUUID().toString());
    context.put("timeEpoch", System.currentTimeMillis());
    caller.ifPresent(
        known -> {
          ObjectNode jwt = context.putObject("authorizer").putObject("jwt");
          known.claims().forEach(jwt.putObject("claims")::put);
          jwt.putArray("scopes").add(known.scope());
        });
    context
        .putObject("http")
        .put("method", exchange.getRequestMethod())
        .put("path", exchange.getRequestURI().getRawPath())
        .put("sourceIp", exchange.getRemoteAddress().getAddress().getHostAddress());
  }

  /// Writes the body as text if the request's type is text and the bytes are valid, and otherwise
  /// as base64.
  private static void body(ObjectNode event, HttpExchange exchange, byte[] body) {
    String type =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")).orElse("");
    Optional<String> text =
        TEXT_TYPE.matcher(type.strip()).matches() ? text(body) : Optional.empty();
    if (body.length > 0) {
      event.put("body", text.orElseGet(() -> Base64.getEncoder().encodeToString(body)));
    }
    event.put("isBase64Encoded", body.length > 0 && text.isEmpty());
  }

  private static Optional<String> text(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    boolean isText = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), body);
    return isText ? Optional.of(text) : Optional.empty();
  }

  /// Reads the answer of a function. Our functions answer with text, never with base64.
  static GatewayAnswer answer(byte[] json) throws IOException {
    JsonNode answer = JSON.readTree(json);
    if (!answer.path("statusCode").isInt()) {
      throw new IOException("the function's answer must have a statusCode");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    answer
        .path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    byte[] body = answer.path("body").asText("").getBytes(StandardCharsets.UTF_8);
    return new GatewayAnswer(answer.get("statusCode").asInt(), headers, body);
  }
}
