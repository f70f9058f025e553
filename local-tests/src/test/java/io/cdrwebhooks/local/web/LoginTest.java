package io.cdrwebhooks.local.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.JWKSet;
import io.cdrwebhooks.configapi.Deployment;
import io.cdrwebhooks.local.gateway.LocalEndpoint;
import io.cdrwebhooks.local.gateway.TestGateway;
import io.cdrwebhooks.local.gateway.TokenGuard;
import io.cdrwebhooks.local.token.Authorization;
import io.cdrwebhooks.local.token.GatewayTokenRules;
import io.cdrwebhooks.local.token.LoginCodes;
import io.cdrwebhooks.local.token.TokenAuthorizer;
import io.cdrwebhooks.local.token.TokenIssuer;
import io.cdrwebhooks.local.token.TokenKey;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Logging in to the console, over a real connection.
class LoginTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TokenKey KEY = TokenKey.random(new SecureRandom());
  private static final GatewayTokenRules RULES =
      new GatewayTokenRules(
          "http://issuer/", "cdr-webhooks", KEY.publicKeys(), Deployment.Scopes.STANDARD);

  private Instant now = Instant.parse("2026-03-01T10:00:00.250Z");
  private final InstantSource clock = () -> now;
  private final LoginCodes codes = new LoginCodes(new SecureRandom(), clock);
  @AutoClose private final TestGateway gateway = new TestGateway(this::endpoints);

  private Map<String, LocalEndpoint> endpoints(TokenGuard guard) {
    URI apiUrl = URI.create("http://127.0.0.1:8080");
    Login login = new Login(apiUrl, codes, new TokenIssuer(KEY, RULES, clock));
    LocalEndpoint links = login::answerWithLink;
    return Map.of(
        "/local/login",
        login.only("POST"),
        "/local/console-links",
        links.guarded(guard, Deployment.Scopes.STANDARD.write()).only("POST"),
        "/.well-known/jwks.json",
        LocalEndpoint.json(KEY.publicKeys().toString(true)).only("GET"));
  }

  @Test
  void codeBecomesATokenWithBothScopes() throws Exception {
    HttpResponse<String> response = login(codes.issue());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    JsonNode answer = JSON.readTree(response.body());
    assertThat(answer.path("expiresAt").asText()).isEqualTo("2026-03-01T22:00:00.000Z");
    assertThat(answer).hasSize(2);
    TokenAuthorizer authorizer = new TokenAuthorizer(RULES, clock);
    List<String> header = List.of("Bearer " + answer.path("token").asText());
    assertThat(authorizer.authorize(header, "webhooks/read"))
        .isInstanceOf(Authorization.Granted.class);
    assertThat(authorizer.authorize(header, "webhooks/write"))
        .isInstanceOf(Authorization.Granted.class);
    now = now.plus(Duration.ofHours(12));
    assertThat(authorizer.authorize(header, "webhooks/read"))
        .isEqualTo(new Authorization.Invalid("the token has expired"));
  }

  @Test
  void usedCodeAnswers401() throws Exception {
    String code = codes.issue();
    assertThat(login(code).statusCode()).isEqualTo(200);
    HttpResponse<String> again = login(code);
    assertThat(again.statusCode()).isEqualTo(401);
    assertThat(again.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
    assertThat(again.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
  }

  @Test
  void codeOlderThanAQuarterOfAnHourAnswers401() throws Exception {
    String code = codes.issue();
    now = now.plus(Duration.ofMinutes(15)).plusMillis(1);
    assertThat(login(code).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | {} | 422 | code is required",
        "application/json | {\"code\":7} | 422 | code must be a string",
        "application/json | {\"code\":null} | 422 | code is required",
        "application/json | {\"code\":\"x\",\"user\":\"y\"} | 422 | user is not a field",
        "application/json | [] | 400 | must be a JSON object",
        "application/json | {\"code\":\"a\",\"code\":\"b\"} | 400 | duplicate name",
        "application/json | {\"code\" | 400 | The JSON is incomplete",
        "application/json | {} {} | 400 | text after the end of the JSON object",
        "application/json | '' | 400 | body is empty",
        "text/plain | {\"code\":\"x\"} | 415 | application/json",
        "application/json; charset=latin1 | {\"code\":\"x\"} | 415 | application/json",
        "application/x-www-form-urlencoded | code=x | 415 | application/json"
      })
  void invalidLoginBodyIsRefused(String type, String body, int status, String said)
      throws Exception {
    HttpResponse<String> response = send(type, body.getBytes());
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body().replaceAll("\"field\":\"(\\w+)\",\"detail\":\"", "$1 "))
        .contains(said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/local/login?x=1", "/local/console-links?x=1"})
  void invalidParameterIsRefusedWithItsName(String path) throws Exception {
    HttpResponse<String> response =
        gateway.send(
            HttpRequest.newBuilder(gateway.url(path))
                .header("Authorization", "Bearer " + gateway.tokens.valid())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"code\":\"" + codes.issue() + "\"}"))
                .build());
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("\"field\":\"x\"", "is not a parameter");
  }

  @Test
  void answersAreNeitherCachedNorSniffed() throws Exception {
    HttpResponse<String> link = link("Bearer " + gateway.tokens.valid());
    for (HttpResponse<String> answer : List.of(login(codes.issue()), login("wrong"), link)) {
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
  }

  @Test
  void tooLargeBodyAnswers413() throws Exception {
    assertThat(send("application/json", new byte[16 * 1024 + 1]).statusCode()).isEqualTo(413);
  }

  @Test
  void invalidUtf8Answers400() throws Exception {
    byte[] body = {'{', '"', (byte) 0xff, '"', ':', '1', '}'};
    assertThat(send("application/json; charset=\"UTF-8\"", body).statusCode()).isEqualTo(400);
  }

  @Test
  void bodyWithoutATypeAnswers415() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.url("/local/login"))
            .POST(BodyPublishers.ofString("{\"code\":\"x\"}"))
            .build();
    assertThat(gateway.send(request).statusCode()).isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/local/login", "/local/console-links"})
  void otherMethodsAnswer405(String path) throws Exception {
    HttpResponse<String> response = gateway.get(path);
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("POST");
  }

  @Test
  void linkNeedsATokenWithTheWriteScope() throws Exception {
    assertThat(link("Bearer " + gateway.tokens.ofScope("webhooks/read")).statusCode())
        .isEqualTo(403);
    assertThat(link("Bearer x").statusCode()).isEqualTo(401);
    HttpResponse<String> given = link("Bearer " + gateway.tokens.valid());
    assertThat(given.statusCode()).isEqualTo(201);
    String link = JSON.readTree(given.body()).path("consoleLink").asText();
    assertThat(link).startsWith("http://127.0.0.1:8080/console/#code=");
    assertThat(login(link.substring(link.indexOf('=') + 1)).statusCode()).isEqualTo(200);
  }

  @Test
  void keySetHoldsThePublicHalfOnly() throws Exception {
    HttpResponse<String> response = gateway.get("/.well-known/jwks.json");
    assertThat(response.statusCode()).isEqualTo(200);
    JWKSet keys = JWKSet.parse(response.body());
    assertThat(keys.getKeys()).hasSize(1);
    assertThat(keys.getKeys().getFirst().isPrivate()).isFalse();
  }

  @Test
  void codesAndTokensAreNotLogged() throws Exception {
    login(codes.issue());
    login("wrong");
    assertThat(gateway.log).isEmpty();
  }

  private HttpResponse<String> login(String code) throws Exception {
    String body = JSON.createObjectNode().put("code", code).toString();
    return send("application/json", body.getBytes());
  }

  private HttpResponse<String> send(String type, byte[] body) throws Exception {
    return gateway.send(
        HttpRequest.newBuilder(gateway.url("/local/login"))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  private HttpResponse<String> link(String authorization) throws Exception {
    return gateway.send(
        HttpRequest.newBuilder(gateway.url("/local/console-links"))
            .header("Authorization", authorization)
            .POST(BodyPublishers.noBody())
            .build());
  }
}
