package io.cdrwebhooks.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Requests as events and answers from JSON, payload format 2.0.
///
/// Source: API Gateway Developer Guide, "Working with AWS Lambda proxy integrations for HTTP APIs".
final class GatewayEvents {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COOKIE = "Cookie";
  private static final Pattern TEXT_TYPE =
      Pattern.compile("(?i)(text/.*|application/(json|javascript|xml)\\s*(;.*)?)");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private GatewayEvents() {}

  /// What a token that was let in says, and the scope that the route wanted.
  record Caller(Map<String, String> claims, String scope) {}

  /// `caller` is empty where the route asks for no token.
  static byte[] request(
      HttpExchange exchange, byte[] body, GatewayRoutes.Route route, Optional<Caller> caller)
      throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "2.0").put("routeKey", route.key());
    event.put("rawPath", path).put("rawQueryString", query);
    cookies(event, exchange);
    headers(event.putObject("headers"), exchange);
    putUnlessEmpty(event, "queryStringParameters", parameters(query));
    context(event.putObject("requestContext"), exchange, route, caller);
    putUnlessEmpty(event, "pathParameters", route.parameters(path));
    body(event, exchange, body);
    return JSON.writeValueAsBytes(event);
  }

  /// API Gateway takes the cookies out of the headers and puts them into a list.
  private static void cookies(ObjectNode event, HttpExchange exchange) {
    List<String> cookies =
        exchange.getRequestHeaders().getOrDefault(COOKIE, List.of()).stream()
            .flatMap(header -> Stream.of(header.split(";")))
            .map(String::strip)
            .filter(cookie -> !cookie.isEmpty())
            .toList();
    if (!cookies.isEmpty()) {
      cookies.forEach(event.putArray("cookies")::add);
    }
  }

  private static void headers(ObjectNode headers, HttpExchange exchange) {
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    headers.remove(COOKIE.toLowerCase(Locale.ROOT));
    headers.put("x-forwarded-for", exchange.getRemoteAddress().getAddress().getHostAddress());
    headers.put("x-forwarded-port", Integer.toString(exchange.getLocalAddress().getPort()));
    headers.put("x-forwarded-proto", "http");
  }

  private static void context(
      ObjectNode context,
      HttpExchange exchange,
      GatewayRoutes.Route route,
      Optional<Caller> caller) {
    Instant now = Instant.now();
    context.put("accountId", "000000000000").put("apiId", "local").put("stage", "$default");
    context.put("domainName", "127.0.0.1").put("domainPrefix", "127");
    context.put("requestId", UUID.randomUUID().toString()).put("routeKey", route.key());
    context.put("time", TIME.format(now)).put("timeEpoch", now.toEpochMilli());
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
        .put("protocol", exchange.getProtocol())
        .put("sourceIp", exchange.getRemoteAddress().getAddress().getHostAddress())
        .put(
            "userAgent",
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("User-Agent")).orElse(""));
  }

  /// Several values of one name are joined by commas.
  private static Map<String, String> parameters(String rawQuery) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : rawQuery.isEmpty() ? new String[0] : rawQuery.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      parameters.merge(decoded(name), decoded(value), (first, more) -> first + "," + more);
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void putUnlessEmpty(ObjectNode event, String name, Map<String, String> values) {
    if (!values.isEmpty()) {
      values.forEach(event.putObject(name)::put);
    }
  }

  /// Text stays text where the request's type says so, anything else becomes base64.
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

  /// What a function answered; the body is decoded.
  static GatewayAnswer answer(byte[] json) throws IOException {
    JsonNode answer = JSON.readTree(json);
    if (!answer.path("statusCode").isInt()) {
      throw new IOException("the function's answer has no statusCode");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    answer
        .path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    byte[] body = answer.path("body").asText("").getBytes(StandardCharsets.UTF_8);
    return new GatewayAnswer(
        answer.get("statusCode").asInt(),
        headers,
        answer.path("isBase64Encoded").asBoolean() ? Base64.getDecoder().decode(body) : body);
  }
}
