package io.cdrwebhooks.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.emulators.lambda.EventLibrary;
import io.cdrwebhooks.emulators.lambda.ObjectKeys;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/// Tests that AWS's own classes read the gateway's event, and that the gateway reads the answer
/// they write: a function gets the same event on one machine as from API Gateway.
class LibraryGatewayTest {
  private static final String BASE = "/bulk/cdr-mgr/v1";
  private static final TestGateway GATEWAY = new TestGateway();

  @AfterContainer
  static void stop() {
    GATEWAY.close();
  }

  @Example
  void libraryReadsTheRequestThatWasSent() throws Exception {
    APIGatewayV2HTTPEvent event =
        read(
            send(
                request("/cdr-tasks/42?a=1&b=%C3%BC+x&a=2")
                    .header("X-Several", "1")
                    .header("X-Several", "2")
                    .header("User-Agent", "test")
                    .PUT(BodyPublishers.noBody())));

    assertThat(event.getVersion()).isEqualTo("2.0");
    assertThat(event.getRouteKey()).isEqualTo("PUT " + BASE + "/cdr-tasks/{taskId}");
    assertThat(event.getRawPath()).isEqualTo(BASE + "/cdr-tasks/42");
    assertThat(event.getRawQueryString()).isEqualTo("a=1&b=%C3%BC+x&a=2");
    assertThat(event.getHeaders()).containsEntry("x-several", "1,2");
    assertThat(event.getBody()).isNull();
    assertThat(event.getIsBase64Encoded()).isFalse();
  }

  @Example
  void libraryReadsWhoSentTheRequest() throws Exception {
    RequestContext context = read(send(request("/cdr-tasks/42").GET())).getRequestContext();

    assertThat(context.getHttp().getMethod()).isEqualTo("GET");
    assertThat(context.getHttp().getPath()).isEqualTo(BASE + "/cdr-tasks/42");
    assertThat(context.getHttp().getSourceIp()).isEqualTo("127.0.0.1");
    assertThat(context.getRequestId()).isNotEmpty();
    assertThat(context.getTimeEpoch()).isPositive();
    assertThat(context.getAuthorizer().getJwt().getScopes()).containsExactly("webhooks/read");
    assertThat(context.getAuthorizer().getJwt().getClaims().get("scope"))
        .contains("webhooks/read", "webhooks/write");
  }

  @Example
  void requestWithoutTokenHasNoAuthorizer() throws Exception {
    JsonNode event = send(HttpRequest.newBuilder(GATEWAY.url(BASE + "/health")));

    assertThat(read(event).getRequestContext().getAuthorizer()).isNull();
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void libraryReadsAnyBody(@ForAll byte[] body, @ForAll("types") String type) throws Exception {
    APIGatewayV2HTTPEvent event =
        read(
            send(
                request("/cdr-tasks/42")
                    .header("Content-Type", type)
                    .PUT(BodyPublishers.ofByteArray(body))));

    String text = event.getBody() == null ? "" : event.getBody();
    assertThat(
            event.getIsBase64Encoded()
                ? Base64.getDecoder().decode(text)
                : text.getBytes(StandardCharsets.UTF_8))
        .isEqualTo(body);
  }

  @Provide
  Arbitrary<String> types() {
    return Arbitraries.of("application/json", "text/plain", "application/octet-stream");
  }

  @Provide
  Arbitrary<String> texts() {
    return ObjectKeys.any();
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void gatewayReadsTheAnswerThatTheLibraryWrote(@ForAll("texts") String text) throws IOException {
    APIGatewayV2HTTPResponse.APIGatewayV2HTTPResponseBuilder answer =
        APIGatewayV2HTTPResponse.builder().withStatusCode(201).withHeaders(Map.of("X-A", text));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    for (APIGatewayV2HTTPResponse each :
        List.of(
            answer.withBody(text).build(),
            answer
                .withBody(Base64.getEncoder().encodeToString(bytes))
                .withIsBase64Encoded(true)
                .build())) {
      GatewayAnswer read = GatewayEvents.answer(EventLibrary.write(each));
      assertThat(read.status()).isEqualTo(201);
      assertThat(read.headers()).isEqualTo(Map.of("X-A", text));
      assertThat(read.body()).isEqualTo(bytes);
    }
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(GATEWAY.url(BASE + path))
        .header("Authorization", "Bearer " + GATEWAY.tokens.valid());
  }

  private static JsonNode send(HttpRequest.Builder request) throws Exception {
    assertThat(GATEWAY.send(request.build()).statusCode()).isEqualTo(200);
    return GATEWAY.events.getLast();
  }

  /// Returns the event without the token; fails if the library lacks a field or has another one.
  private static APIGatewayV2HTTPEvent read(JsonNode event) throws IOException {
    event.withObject("/headers").remove("authorization");
    byte[] json = event.toString().getBytes(StandardCharsets.UTF_8);
    assertThat(EventLibrary.rewritten(APIGatewayV2HTTPEvent.class, json)).isEqualTo(event);
    return EventLibrary.read(APIGatewayV2HTTPEvent.class, json);
  }
}
