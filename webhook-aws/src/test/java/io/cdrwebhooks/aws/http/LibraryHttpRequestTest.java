package io.cdrwebhooks.aws.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer.JWT;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.emulators.lambda.EventLibrary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests that we read requests of the HTTP API as AWS's own class does.
class LibraryHttpRequestTest {
  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void requestIsReadAsTheLibraryWroteIt(@ForAll("requests") APIGatewayV2HTTPEvent request)
      throws IOException {
    assertSame(EventLibrary.write(request), request);
  }

  @Provide
  Arbitrary<APIGatewayV2HTTPEvent> requests() {
    return HttpRequests.any();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "webhook-aws/src/test/resources/awsevents/http-api-v2-get.json",
        "webhook-aws/src/test/resources/awsevents/http-api-v2-post-with-token.json",
        "config-api-function/src/test/resources/events/create-configuration.json",
        "config-api-function/src/test/resources/events/list-deliveries.json",
        "config-api-function/src/test/resources/events/save-task-base64.json",
        "build-support/canaries/configuration-api.json",
        "build-support/canaries/download-links.json"
      })
  void libraryKnowsTheStoredEvent(String path) throws IOException {
    assertKnown(Files.readAllBytes(Path.of("..", path)));
  }

  @Test
  void libraryKnowsTheEventsOfTests() throws IOException {
    assertKnown(
        ApiGatewayEvent.of("PUT", "/a%20b")
            .withQuery("a=1&b=%20")
            .withHeader("x-a", "1,2")
            .withBody("{\"name\":\"ü\"}")
            .withScopes("webhooks/read", "webhooks/write")
            .withClaims(
                Map.of(
                    "iss", "https://issuer.example",
                    "sub", "operator-1",
                    "client_id", "console",
                    "iat", "1772359200",
                    "exp", "1772362800"))
            .json());
  }

  private static void assertKnown(byte[] event) throws IOException {
    assertSame(event, EventLibrary.read(APIGatewayV2HTTPEvent.class, event));
    ObjectNode ours = (ObjectNode) EventLibrary.tree(event);
    if (!ours.at("/requestContext").has("timeEpoch")) {
      ours.withObject("/requestContext").put("timeEpoch", 0); // what the library has for none
    }
    assertThat(EventLibrary.rewritten(APIGatewayV2HTTPEvent.class, event)).isEqualTo(ours);
  }

  private static void assertSame(byte[] event, APIGatewayV2HTTPEvent theirs) throws IOException {
    HttpRequest ours = HttpRequest.read(new ByteArrayInputStream(event), 10_000);
    RequestContext context = theirs.getRequestContext();

    assertThat(ours.method()).isEqualTo(context.getHttp().getMethod());
    assertThat(ours.path()).isEqualTo(theirs.getRawPath());
    assertThat(ours.query()).isEqualTo(theirs.getRawQueryString());
    assertThat(ours.headers()).isEqualTo(theirs.getHeaders());
    assertThat(ours.body().bytes()).isEqualTo(body(theirs));
    assertThat(ours.body().tooLarge()).isFalse();
    assertThat(ours.caller()).isEqualTo(caller(context));
    assertThat(ours.requestId()).isEqualTo(context.getRequestId());
  }

  private static HttpRequest.Caller caller(RequestContext context) {
    String sourceIp = context.getHttp().getSourceIp();
    if (context.getAuthorizer() == null) {
      return new HttpRequest.Caller(sourceIp, false, Set.of(), Set.of(), HttpRequest.Token.NONE);
    }
    JWT token = context.getAuthorizer().getJwt();
    String claimed = token.getClaims().get("scope");
    return new HttpRequest.Caller(
        sourceIp,
        true,
        claimed == null ? Set.copyOf(token.getScopes()) : Set.of(claimed.split(" ")),
        Set.of(),
        new HttpRequest.Token(
            Optional.ofNullable(token.getClaims().get("iss")),
            Optional.ofNullable(token.getClaims().get("sub")),
            Optional.ofNullable(token.getClaims().get("client_id")),
            time(token, "iat"),
            time(token, "exp")));
  }

  private static Optional<Instant> time(JWT token, String claim) {
    return Optional.ofNullable(token.getClaims().get(claim))
        .filter(text -> text.matches("[0-9]{1,11}"))
        .map(text -> Instant.ofEpochSecond(Long.parseLong(text)));
  }

  private static byte[] body(APIGatewayV2HTTPEvent event) {
    String body = Optional.ofNullable(event.getBody()).orElse("");
    return event.getIsBase64Encoded()
        ? Base64.getDecoder().decode(body)
        : body.getBytes(StandardCharsets.UTF_8);
  }
}
