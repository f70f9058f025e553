package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.http.ApiGatewayEvent;
import io.cdrwebhooks.configapi.http.Route;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests which operation answers a method and a path, and for whom.
class RequestRoutingTest {
  private static final String CONFIGURATION =
      "/webhook-configurations/cfg_00000000000000000000000000000001";
  private static final String DELIVERY = "/deliveries/dlv_00000000000000000000000000000001";

  private final TestApi api = new TestApi();

  @ParameterizedTest
  @EnumSource(Route.class)
  void everyOperationNeedsTokenAndScope(Route route) {
    String needed = route.changes() ? "webhooks/write" : "webhooks/read";
    String other = route.changes() ? "webhooks/read" : "webhooks/write";
    String path = route.template().replaceAll("\\{.*}", "1");
    ApiGatewayEvent request = ApiGatewayEvent.of(route.method(), TestApi.BASE + path);

    Answer anonymous = api.send(request);
    Answer forbidden = api.send(request.withScopes(other, "x" + needed));
    Answer allowed = api.send(request.withScopes(needed));

    assertThat(anonymous.status()).isEqualTo(401);
    assertThat(anonymous.text()).isEqualTo("{\"message\":\"Unauthorized\"}");
    assertThat(anonymous.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(forbidden.status()).isEqualTo(403);
    assertThat(forbidden.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(forbidden.body().path("detail").asText()).contains(needed);
    assertThat(forbidden.header("WWW-Authenticate"))
        .isEqualTo("Bearer error=\"insufficient_scope\", scope=\"" + needed + "\"");
    assertThat(allowed.status()).isNotIn(401, 403, 405, 500);
  }

  @Test
  void scopesMatchTheDeployment() {
    api.use(
        new Deployment(
            List.of(),
            URI.create("https://cdr.example.com"),
            false,
            new Deployment.Scopes("urn:cdr:see", "urn:cdr:do")));
    ApiGatewayEvent read = ApiGatewayEvent.of("GET", TestApi.BASE + "/cdr-tasks");
    ApiGatewayEvent write =
        ApiGatewayEvent.of("PUT", TestApi.BASE + "/cdr-tasks/1")
            .withHeader("content-type", "application/json")
            .withBody("{\"taskName\":\"T\"}");

    assertThat(api.send(read.withScopes("urn:cdr:see")).status()).isEqualTo(200);
    assertThat(api.send(write.withScopes("urn:cdr:do")).status()).isEqualTo(201);
    assertThat(api.send(read.withScopes("webhooks/read")).status()).isEqualTo(403);
    Answer forbidden = api.send(write.withScopes("urn:cdr:see", "webhooks/write"));
    assertThat(forbidden.status()).isEqualTo(403);
    assertThat(forbidden.header("WWW-Authenticate"))
        .isEqualTo("Bearer error=\"insufficient_scope\", scope=\"urn:cdr:do\"");
  }

  /// Everyone in the user pool gets both scopes.
  @ParameterizedTest
  @EnumSource(Route.class)
  void onlyWritersOfTheUserPoolMayChangeThings(Route route) {
    api.use(withWriters());
    String path = route.template().replaceAll("\\{.*}", "1");
    ApiGatewayEvent request = TestApi.request(route.method(), path);

    Answer other = api.send(request.withClaims(person("[readers writers-2]")));
    Answer without = api.send(request.withClaims(Map.of("sub", "person", "client_id", "console")));
    Answer writer = api.send(request.withClaims(person("[readers writers]")));

    for (Answer reader : List.of(other, without)) {
      if (route.changes()) {
        assertThat(reader.status()).isEqualTo(403);
        assertThat(reader.body().path("detail").asText())
            .isEqualTo("The user is not in the group writers of the user pool.");
        assertThat(reader.header("WWW-Authenticate")).contains("insufficient_scope");
      } else {
        assertThat(reader.status()).isNotIn(401, 403, 500);
      }
    }
    assertThat(writer.status()).isNotIn(401, 403, 405, 500);
    assertThat(api.changes.all())
        .filteredOn(change -> change.status().isPresent())
        .as("a reader's request begins no change")
        .hasSize(route.changes() ? 1 : 0);
  }

  @Test
  void programOfTheUserPoolNeedsNoGroup() {
    api.use(withWriters());
    ApiGatewayEvent write = TestApi.request("DELETE", "/cdr-tasks/1");
    Map<String, String> program = Map.of("sub", "program-1", "client_id", "program-1");

    assertThat(api.send(write.withClaims(program)).status()).isEqualTo(404);
    Answer forbidden = api.send(write.withClaims(program).withScopes("webhooks/read"));
    assertThat(forbidden.status()).isEqualTo(403);
    assertThat(forbidden.body().path("detail").asText())
        .isEqualTo("The token lacks the scope webhooks/write.");
  }

  @Test
  void scopeAloneDecidesWithAnotherIssuer() {
    ApiGatewayEvent write =
        TestApi.request("DELETE", "/cdr-tasks/1").withClaims(person("[readers]"));

    assertThat(api.send(write).status()).isEqualTo(404);
  }

  private static Deployment withWriters() {
    return new Deployment(
        List.of(),
        URI.create("https://cdr.example.com"),
        false,
        Deployment.Scopes.STANDARD,
        Optional.of("writers"),
        Optional.empty());
  }

  private static Map<String, String> person(String groups) {
    return Map.of("sub", "person", "client_id", "console", "cognito:groups", groups);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/webhook-configuration",
        "/webhook-configurations/",
        "//webhook-configurations",
        "/WEBHOOK-CONFIGURATIONS",
        CONFIGURATION + "/tests",
        CONFIGURATION + "/signature/",
        "/webhook-configurations/signature",
        DELIVERY + "/links/1",
        "/recoveries/",
        "/cdr-tasks/1/",
        "/health/",
        "/../v1/cdr-tasks"
      })
  void unknownPathAnswers404(String path) {
    Answer answer = api.get(path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource({"PATCH,/webhook-configurations/", "POST,/cdr-tasks/", "DELETE,/deliveries//links"})
  void emptySegmentIsNotAnId(String method, String path) {
    assertThat(api.send(TestApi.request(method, path)).status()).isEqualTo(404);
  }

  @Test
  void pathOutsideTheBaseAnswers404() {
    Answer answer = api.send(ApiGatewayEvent.of("GET", "/cdr-tasks").withScopes("webhooks/read"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(api.send(ApiGatewayEvent.of("GET", "/cdr-tasks")).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "PATCH,/webhook-configurations,'GET, POST'",
    "HEAD,/cdr-tasks,GET",
    "OPTIONS,/cdr-tasks/1,'DELETE, GET, PUT'",
    "DELETE,/deliveries/1,GET",
    "PUT," + CONFIGURATION + "/signature,POST",
    "GET,/recoveries/1/stop,POST",
    "PUT,/platform,GET"
  })
  void unsupportedMethodAnswers405WithTheSupportedOnes(String method, String path, String allow) {
    Answer answer = api.send(TestApi.request(method, path));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo(allow);
  }
}
