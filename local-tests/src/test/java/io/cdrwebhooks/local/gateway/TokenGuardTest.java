package io.cdrwebhooks.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.local.token.TestTokens;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests which requests the gateway admits, over a real connection.
class TokenGuardTest {
  @AutoClose private static final TestGateway GATEWAY = new TestGateway();
  private static final TestTokens TOKENS = GATEWAY.tokens;
  private static final String TASKS = "/bulk/cdr-mgr/v1/cdr-tasks";

  @BeforeEach
  void forgetEvents() {
    GATEWAY.events.clear();
  }

  static Stream<Arguments> forgedTokens() {
    return TOKENS.forged().entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forgedTokens")
  void forgedTokenAnswers401(String what, String token) throws Exception {
    HttpResponse<String> response = GATEWAY.get(TASKS, "Authorization", "Bearer " + token);
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
        .contains("error=\"invalid_token\"");
    assertThat(GATEWAY.events).isEmpty();
    assertThat(GATEWAY.log).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "Bearer garbage", "Basic %s", "Bearer %s,"})
  void otherAuthorizationAnswers401InTheWordsOfApiGateway(String authorization) throws Exception {
    HttpResponse<String> response =
        GATEWAY.get(TASKS, "Authorization", authorization.formatted(TOKENS.valid()));
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(response.headers().firstValue("WWW-Authenticate"))
        .hasValue(
            "Bearer scope=\"webhooks/read\" error=\"invalid_token\""
                + " error_description=\"token contains an invalid number of segments\"");
    assertThat(GATEWAY.events).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void missingTokenAnswers401WithAChallenge(String authorization) throws Exception {
    HttpResponse<String> response = GATEWAY.get(TASKS, "Authorization", authorization);
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(GATEWAY.get(TASKS).headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(GATEWAY.events).isEmpty();
  }

  @Test
  void twoValidAuthorizationHeadersAnswer401() throws Exception {
    HttpResponse<String> response =
        GATEWAY.get(
            TASKS, "Authorization", "Bearer " + TOKENS.valid(), "Authorization", TOKENS.valid());
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
        .contains("invalid_token", "more than one Authorization header");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, webhooks/write, webhooks/read",
    "PUT, webhooks/read, webhooks/write",
    "DELETE, webhooks/read, webhooks/write",
    "PUT, openid webhooks/writer, webhooks/write"
  })
  void tokenOfAnotherScopeAnswers403(String method, String scope, String wanted) throws Exception {
    HttpResponse<String> response = send(method, "/1", "Bearer " + TOKENS.ofScope(scope));
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).isEqualTo("{\"message\":\"Forbidden\"}");
    assertThat(response.headers().firstValue("WWW-Authenticate"))
        .hasValue(
            "Bearer scope=\"%1$s\" error=\"insufficient_scope\" error_description=\"expected scopes: [%1$s]\""
                .formatted(wanted));
    assertThat(GATEWAY.events).isEmpty();
  }

  @Test
  void tokenWithoutScopesAnswers403() throws Exception {
    for (Object scope : new Object[] {null, "", List.of(), 7}) {
      String token = TOKENS.with(claims -> claims.claim("scope", scope));
      assertThat(send("GET", "/1", "Bearer " + token).statusCode()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER  ", ""})
  void validTokenIsAcceptedWithOrWithoutItsScheme(String scheme) throws Exception {
    assertThat(GATEWAY.get(TASKS, "Authorization", scheme + TOKENS.valid()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void scopesMayBeInScpOrInAList() throws Exception {
    String inScp =
        TOKENS.with(c -> c.claim("scope", null).claim("scp", List.of("x", "webhooks/read")));
    assertThat(send("GET", "/1", "Bearer " + inScp).statusCode()).isEqualTo(200);
    String inList = TOKENS.with(c -> c.claim("scope", List.of("webhooks/write")));
    assertThat(send("PUT", "/1", "Bearer " + inList).statusCode()).isEqualTo(200);
  }

  @Test
  void clientIdReplacesAMissingAudience() throws Exception {
    String token =
        TOKENS.with(c -> c.audience((String) null).claim("client_id", TestTokens.AUDIENCE));
    assertThat(send("GET", "/1", "Bearer " + token).statusCode()).isEqualTo(200);
    String several = TOKENS.with(c -> c.audience(List.of("others", TestTokens.AUDIENCE)));
    assertThat(send("GET", "/1", "Bearer " + several).statusCode()).isEqualTo(200);
  }

  @Test
  void tokenExpiresAtItsExactSecond() throws Exception {
    assertThat(send("GET", "/1", "Bearer " + expiring(TOKENS, 1)).statusCode()).isEqualTo(200);
    assertThat(send("GET", "/1", "Bearer " + expiring(TOKENS, 0)).statusCode()).isEqualTo(401);
    String justNow = TOKENS.with(c -> c.notBeforeTime(in(0)).issueTime(in(0)));
    assertThat(send("GET", "/1", "Bearer " + justNow).statusCode()).isEqualTo(200);
  }

  @Test
  void claimsReachTheFunctionAsText() throws Exception {
    String token =
        TOKENS.with(
            c ->
                c.claim("groups", List.of("a", "b"))
                    .claim("admin", false)
                    .claim("address", Map.of("city", "Bern")));
    send("PUT", "/1", "Bearer " + token);
    JsonNode jwt = GATEWAY.events.getFirst().at("/requestContext/authorizer/jwt");
    JsonNode claims = jwt.path("claims");
    assertThat(claims.path("sub").asText()).isEqualTo("user-1");
    assertThat(claims.path("scope").asText()).isEqualTo("webhooks/read webhooks/write");
    assertThat(claims.path("exp").textValue())
        .isEqualTo(Long.toString(TestTokens.NOW.getEpochSecond() + 3_600));
    assertThat(claims.path("groups").textValue()).isEqualTo("[a b]");
    assertThat(claims.path("admin").textValue()).isEqualTo("false");
    assertThat(claims.path("address").textValue()).isEqualTo("{\"city\":\"Bern\"}");
    assertThat(jwt.path("scopes")).hasSize(1);
    assertThat(jwt.at("/scopes/0").asText()).isEqualTo("webhooks/write");
  }

  /// The server itself refuses larger headers, before any function.
  @ParameterizedTest
  @ValueSource(ints = {20_000, 300_000, 2_000_000})
  void oversizedHeadersAreNoFault(int length) throws Exception {
    String answer =
        GATEWAY.raw(
            "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(TASKS, "A".repeat(length)));
    assertThat(answer).matches("(?s)(HTTP/1\\.1 4[0-9]{2} .*)?");
    assertThat(GATEWAY.events).isEmpty();
    assertThat(GATEWAY.get("/bulk/cdr-mgr/v1/health").statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> send(String method, String path, String authorization)
      throws Exception {
    return GATEWAY.send(
        HttpRequest.newBuilder(GATEWAY.url(TASKS + path))
            .header("Authorization", authorization)
            .method(method, BodyPublishers.noBody())
            .build());
  }

  private static String expiring(TestTokens tokens, int seconds) {
    return tokens.with(claims -> claims.expirationTime(in(seconds)));
  }

  private static Date in(int seconds) {
    return Date.from(TestTokens.NOW.plusSeconds(seconds));
  }
}
