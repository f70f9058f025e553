package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Deployment;
import io.cdrwebhooks.local.token.TestTokens;
import io.cdrwebhooks.local.token.TokenSettings;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A system that trusts another issuer, for another audience, with scopes of other names: gateway
/// and function go by the same settings.
class OtherTokensTest {
  private static final TestTokens TOKENS = new TestTokens();
  private static final String READ = "urn:cdr:see";
  private static final String WRITE = "urn:cdr:do";
  private static final String AUDIENCE = "reports of elsewhere";

  @TempDir static Path directory;

  private static RunningSystem running;

  @BeforeAll
  static void start() throws Exception {
    running =
        RunningSystem.start(
            directory,
            new TokenSettings(
                Optional.of(TestTokens.ISSUER),
                AUDIENCE,
                new Deployment.Scopes(READ, WRITE),
                TOKENS.rules().keys()));
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @ParameterizedTest
  @CsvSource({
    READ + ", GET, /cdr-tasks, 200",
    WRITE + ", GET, /cdr-tasks, 403",
    READ + ", DELETE, /cdr-tasks/99, 403",
    // Not there, says the function: it has taken the scope.
    WRITE + ", DELETE, /cdr-tasks/99, 404",
    "webhooks/read webhooks/write, GET, /cdr-tasks, 403",
    "webhooks/read webhooks/write, DELETE, /cdr-tasks/99, 403"
  })
  void scopesHaveTheirNames(String scope, String method, String path, int status) throws Exception {
    assertThat(send(token(AUDIENCE, scope), method, path).statusCode()).isEqualTo(status);
  }

  @Test
  void refusalNamesTheScopeThatIsWanted() throws Exception {
    HttpResponse<byte[]> refusal = send(token(AUDIENCE, WRITE), "GET", "/cdr-tasks");
    assertThat(refusal.headers().firstValue("WWW-Authenticate").orElseThrow())
        .contains("scope=\"" + READ + "\"");
  }

  @Test
  void tokenForTheStandardAudienceAnswers401() throws Exception {
    HttpResponse<byte[]> refusal = send(token("cdr-webhooks", READ), "GET", "/cdr-tasks");
    assertThat(refusal.statusCode()).isEqualTo(401);
    assertThat(refusal.headers().firstValue("WWW-Authenticate").orElseThrow())
        .contains("valid audience");
  }

  @Test
  void tokenOfAnotherIssuerAnswers401() throws Exception {
    String token =
        TOKENS.with(
            claims ->
                claims
                    .issuer(running.system.apiUrl() + "/")
                    .audience(AUDIENCE)
                    .claim("scope", READ)
                    .expirationTime(soon()));
    assertThat(send(token, "GET", "/cdr-tasks").statusCode()).isEqualTo(401);
  }

  @Test
  void localEndpointsWantTheSameScopes() throws Exception {
    URI links = running.system.apiUrl().resolve("/local/console-links");
    assertThat(status("POST", links, token(AUDIENCE, READ))).isEqualTo(403);
    assertThat(status("POST", links, token(AUDIENCE, WRITE))).isEqualTo(201);
  }

  @Test
  void ownTokenAndKeySetFollowTheSettings() throws Exception {
    assertThat(running.api.tasks().required("items")).hasSize(1);
    HttpResponse<byte[]> keys =
        running.send("GET", running.system.apiUrl().resolve("/.well-known/jwks.json"));
    assertThat(new String(keys.body(), StandardCharsets.UTF_8)).contains(TestTokens.KEY_ID);
    assertThat(keys.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
  }

  private static String token(String audience, String scope) {
    return TOKENS.with(
        claims -> claims.audience(audience).claim("scope", scope).expirationTime(soon()));
  }

  private static Date soon() {
    return Date.from(Instant.now().plus(Duration.ofHours(1)));
  }

  private static HttpResponse<byte[]> send(String token, String method, String path)
      throws Exception {
    URI address = running.system.apiUrl().resolve("/bulk/cdr-mgr/v1" + path);
    return running.send(method, address, "Authorization", "Bearer " + token);
  }

  private static int status(String method, URI address, String token) throws Exception {
    return running.send(method, address, "Authorization", "Bearer " + token).statusCode();
  }
}
