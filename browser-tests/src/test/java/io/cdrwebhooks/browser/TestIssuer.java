package io.cdrwebhooks.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// An OpenID issuer with one user, who agrees or refuses on its page. From then on it remembers the
/// user, until the user signs out. It issues the access token with which it was created.
final class TestIssuer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final String accessToken;
  private final KeyPair key;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Map<String, String>> askedByCode = new ConcurrentHashMap<>();
  private volatile boolean knowsThePerson;

  TestIssuer(String accessToken) throws IOException, GeneralSecurityException {
    this.accessToken = accessToken;
    key = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /// `path` is empty or begins with a slash.
  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /// Returns the `sign-in.json` of a deployment with this issuer.
  String signInFile() throws IOException {
    return json(
        Map.of("issuer", url(""), "clientId", "console", "scope", "webhooks/read webhooks/write"));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> query = parameters(exchange.getRequestURI().getRawQuery());
      switch (exchange.getRequestURI().getPath()) {
        case "/.well-known/openid-configuration" -> sendJson(exchange, 200, description());
        case "/authorize" -> authorize(exchange, query);
        case "/yes" -> letIn(exchange, query);
        case "/no" ->
            redirect(
                exchange,
                query.get("redirect_uri") + "?error=access_denied&state=" + query.get("state"));
        case "/token" ->
            token(
                exchange, parameters(new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        case "/sign-out" -> {
          knowsThePerson = false;
          redirect(exchange, query.get("post_logout_redirect_uri"));
        }
        default -> exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private Map<String, Object> description() {
    return Map.of(
        "issuer", url(""),
        "authorization_endpoint", url("/authorize"),
        "token_endpoint", url("/token"),
        "end_session_endpoint", url("/sign-out"));
  }

  private void authorize(HttpExchange exchange, Map<String, String> asked) throws IOException {
    if (knowsThePerson) {
      letIn(exchange, asked);
      return;
    }
    String query = exchange.getRequestURI().getRawQuery().replace("&", "&amp;");
    String page =
        "<!doctype html><html lang=en><title>Issuer</title><h1>Who are you?</h1>"
            + ("<a href='/yes?" + query + "'>It is me</a> <a href='/no?" + query + "'>Not me</a>");
    exchange.getResponseHeaders().set("Content-Type", "text/html");
    send(exchange, 200, page);
  }

  private void letIn(HttpExchange exchange, Map<String, String> asked) throws IOException {
    knowsThePerson = true;
    String code = UUID.randomUUID().toString();
    askedByCode.put(code, asked);
    redirect(
        exchange,
        asked.get("redirect_uri")
            + ("?code=" + code + "&state=" + URLEncoder.encode(asked.get("state"), UTF_8)));
  }

  /// A code is valid once, for the client that knows the verifier (RFC 7636).
  private void token(HttpExchange exchange, Map<String, String> form) throws IOException {
    Map<String, String> asked = askedByCode.remove(form.getOrDefault("code", ""));
    try {
      byte[] verifier = form.getOrDefault("code_verifier", "").getBytes(UTF_8);
      String challenge =
          BASE64.encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier));
      if (asked == null || !challenge.equals(asked.get("code_challenge"))) {
        sendJson(exchange, 400, Map.of("error", "invalid_grant"));
        return;
      }
      sendJson(
          exchange,
          200,
          Map.of(
              "access_token",
              accessToken,
              "token_type",
              "Bearer",
              "expires_in",
              3600,
              "id_token",
              idToken(asked)));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private String idToken(Map<String, String> asked) throws IOException, GeneralSecurityException {
    long now = Instant.now().getEpochSecond();
    String signed =
        part(Map.of("alg", "RS256"))
            + "."
            + part(
                Map.of(
                    "iss",
                    url(""),
                    "sub",
                    "person",
                    "aud",
                    asked.get("client_id"),
                    "nonce",
                    asked.get("nonce"),
                    "iat",
                    now,
                    "exp",
                    now + 300));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key.getPrivate());
    signature.update(signed.getBytes(UTF_8));
    return signed + "." + BASE64.encodeToString(signature.sign());
  }

  private static String part(Map<String, Object> fields) throws IOException {
    return BASE64.encodeToString(json(fields).getBytes(UTF_8));
  }

  private static String json(Map<String, ?> fields) throws JsonProcessingException {
    return JSON.writeValueAsString(fields);
  }

  private static Map<String, String> parameters(String encoded) {
    return encoded == null
        ? Map.of()
        : Arrays.stream(encoded.split("&"))
            .map(pair -> pair.split("=", 2))
            .collect(toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
  }

  private static void redirect(HttpExchange exchange, String address) throws IOException {
    exchange.getResponseHeaders().set("Location", address);
    exchange.sendResponseHeaders(302, -1);
  }

  /// Sends JSON that pages of other origins may read, as real issuers do.
  private static void sendJson(HttpExchange exchange, int status, Map<String, Object> body)
      throws IOException {
    exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    send(exchange, status, json(body));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
