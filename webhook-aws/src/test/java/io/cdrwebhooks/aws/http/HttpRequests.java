package io.cdrwebhooks.aws.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer.JWT;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Http;
import io.cdrwebhooks.emulators.lambda.ObjectKeys;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Requests of the HTTP API as AWS's own class, for property tests: with and without token, text or
/// base64 as body, and fields which have the names of others that we read.
final class HttpRequests {
  /// A body as it stands in the event.
  private record Body(String text, boolean base64) {}

  private HttpRequests() {}

  static Arbitrary<APIGatewayV2HTTPEvent> any() {
    return Combinators.combine(contexts(), text(), text(), headers(), bodies().injectNull(0.3))
        .as(
            (context, path, query, headers, body) -> {
              APIGatewayV2HTTPEvent event =
                  APIGatewayV2HTTPEvent.builder()
                      .withVersion("2.0")
                      .withRouteKey("$default")
                      .withRawPath("/" + path)
                      .withRawQueryString(query)
                      .withCookies(List.of("body=cookie"))
                      .withHeaders(headers)
                      .withPathParameters(Map.of("rawPath", "parameter"))
                      .withStageVariables(Map.of("body", "variable"))
                      .withRequestContext(context)
                      .build();
              if (body != null) {
                event.setBody(body.text());
                event.setIsBase64Encoded(body.base64());
              }
              return event;
            });
  }

  /// Any characters, special ones in URLs among them.
  private static Arbitrary<String> text() {
    return ObjectKeys.any();
  }

  private static Arbitrary<Map<String, String>> headers() {
    Arbitrary<String> names =
        Arbitraries.strings().withCharRange('a', 'z').withChars('-').ofMinLength(1).ofMaxLength(10);
    return Arbitraries.maps(names, text()).ofMaxSize(5);
  }

  private static Arbitrary<Body> bodies() {
    return Arbitraries.oneOf(
        text().map(text -> new Body(text, false)),
        Arbitraries.bytes()
            .array(byte[].class)
            .ofMaxSize(200)
            .map(bytes -> new Body(Base64.getEncoder().encodeToString(bytes), true)));
  }

  private static Arbitrary<RequestContext> contexts() {
    return Combinators.combine(
            Arbitraries.of("GET", "HEAD", "POST", "PUT", "DELETE"), tokens().injectNull(0.3))
        .as(
            (method, token) ->
                RequestContext.builder()
                    .withRouteKey("$default")
                    .withRequestId("JKJaXmPLvHcESHA=")
                    .withAuthorizer(token)
                    .withHttp(
                        Http.builder()
                            .withMethod(method)
                            .withPath("/another")
                            .withProtocol("HTTP/1.1")
                            .withSourceIp("2001:db8::7")
                            .build())
                    .build());
  }

  private static Arbitrary<Authorizer> tokens() {
    Arbitrary<String> claimNames = Arbitraries.of("sub", "client_id", "exp");
    Arbitrary<Map<String, String>> claims = Arbitraries.maps(claimNames, text()).ofMaxSize(3);
    Arbitrary<String> claimedScopes = Arbitraries.of("a", "a b", "webhooks/read webhooks/write");
    return Combinators.combine(claims, claimedScopes.injectNull(0.3))
        .as(
            (others, scope) -> {
              if (scope != null) {
                others.put("scope", scope);
              }
              return Authorizer.builder()
                  .withJwt(
                      JWT.builder().withClaims(others).withScopes(List.of("listed", "b")).build())
                  .build();
            });
  }
}
