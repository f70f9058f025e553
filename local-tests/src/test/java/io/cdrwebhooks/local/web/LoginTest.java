package io.cdrwebhooks.local.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.configapi.Deployment;
import io.cdrwebhooks.local.gateway.LocalEndpoint;
import io.cdrwebhooks.local.gateway.TestGateway;
import io.cdrwebhooks.local.gateway.TokenGuard;
import io.cdrwebhooks.local.token.Authorization;
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
  private static final URI API_URL = URI.create("http://127.0.0.1:8080");

  private Instant now = Instant.parse("2026-03-01T10:00:00.250Z");
  private final InstantSource clock = () -> now;
  private final LoginCodes codes = new LoginCodes(new SecureRandom(), clock);
  @AutoClose private final TestGateway gateway = new TestGateway(this::endpoints);

  private Map<String, LocalEndpoint> endpoints(TokenGuard guard) {
    Login login = new Login(API_URL, codes, new TokenIssuer(KEY, API_URL, clock));
    LocalEndpoint links = login::answerWithLink;
    return Map.of(
        "/local/login",
        login.only("POST"),
        "/local/console-links",
        links.guarded(guard, Deployment.Scopes.STANDARD.write()).only("POST"));
  }

  @Test
  void codeBecomesATokenWithBothScopes() throws Exception {
    HttpResponse<String> response = login(codes.issue());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    JsonNode answer = JSON.readTree(response.body());
    assertThat(answer.path("expiresAt").asText()).isEqualTo("2026-03-01T22:00:00.000Z");
    assertThat(answer).hasSize(2);
    TokenAuthorizer authorizer = new TokenAuthorizer(API_URL + "/", KEY.publicKeys(), clock);
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | {\"code\":7} | 422 | code must be a string",
        "application/json | {\"code\":\"x\",\"user\":\"y\"} | 422 | user is not a field",
        "application/json | {\"code\" | 400 | The JSON is incomplete",
        "text/plain | {\"code\":\"x\"} | 415 | application/json",
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

  @Test
  void answersAreNeitherCachedNorSniffedNorLogged() throws Exception {
    HttpResponse<String> link = link("Bearer " + gateway.tokens.valid());
    for (HttpResponse<String> answer : List.of(login(codes.issue()), login("wrong"), link)) {
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
    assertThat(gateway.log).isEmpty();
  }

  @Test
  void tooLargeBodyAnswers413() throws Exception {
    assertThat(send("application/json", new byte[16 * 1024 + 1]).statusCode()).isEqualTo(413);
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
