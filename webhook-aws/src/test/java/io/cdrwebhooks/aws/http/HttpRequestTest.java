package io.cdrwebhooks.aws.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.aws.http.HttpRequest.Distribution;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRequestTest {
  private static final String SECRET = "secret-of-the-distribution";

  @Test
  void readsRequestWithoutToken() throws IOException {
    HttpRequest request = read("http-api-v2-get.json");

    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.path())
        .isEqualTo("/bulk/cdr-mgr/v1/cdr-download-files/00000000-0000-4000-8000-000000000001");
    assertThat(request.query()).isEmpty();
    assertThat(request.header("Range")).contains("bytes=100-199");
    assertThat(request.header("x-none")).isEmpty();
    assertThat(request.body().bytes()).isEmpty();
    assertThat(request.body().tooLarge()).isFalse();
    assertThat(request.caller().sourceIp()).isEqualTo("203.0.113.7");
    assertThat(request.caller().authenticated()).isFalse();
    assertThat(request.caller().scopes()).isEmpty();
    assertThat(request.caller().subject()).isEmpty();
    assertThat(request.requestId()).isEqualTo("JKJaXmPLvHcESHA=");
  }

  @Test
  void readsBase64BodyAndScopesOfTheToken() throws IOException {
    HttpRequest request = read("http-api-v2-post-with-token.json");

    assertThat(request.query()).isEqualTo("a=1&a=2&b=%20");
    assertThat(request.headers()).containsEntry("content-type", "application/json");
    assertThat(text(request)).isEqualTo("{\"name\":\"ü\"}");
    assertThat(request.caller().authenticated()).isTrue();
    assertThat(request.caller().scopes())
        .containsExactlyInAnyOrder("webhooks/read", "webhooks/write");
  }

  @Test
  void fieldsOfTheSameNameElsewhereAreIgnored() throws IOException {
    HttpRequest request =
        read(
            """
            {"version":"2.0","rawPath":"/","headers":{"Content-Type":"text/plain"},
             "requestContext":{"http":{"method":"GET"},"body":"a","authorizer":
              {"jwt":{"claims":{"nested":{"scope":"not/this"}}}}},
             "stageVariables":{"headers":{"x":"y"}}}""",
            10);

    assertThat(request.headers()).isEqualTo(Map.of("content-type", "text/plain"));
    assertThat(request.body().bytes()).isEmpty();
    assertThat(request.caller().scopes()).isEmpty();
  }

  @Test
  void scopesAreReadFromEitherList() throws IOException {
    HttpRequest request =
        read(
            authorizer("{\"jwt\":{\"claims\":{\"sub\":\"x\"},\"scopes\":[\"a\",null,\"b\"]}}"), 10);

    assertThat(request.caller().scopes()).containsExactlyInAnyOrder("a", "b");
    assertThat(request.caller().subject()).contains("x");
    HttpRequest claimed =
        read(authorizer("{\"jwt\":{\"claims\":{\"scp\":\"[a b]\"},\"scopes\":null}}"), 10);
    assertThat(claimed.caller().scopes()).containsExactlyInAnyOrder("a", "b");
  }

  @ParameterizedTest
  @CsvSource({
    "[writers],writers",
    "[a writers b],a writers b",
    "[a[writers] b],a[writers] b",
    "[writers writers],writers",
    "writers,''",
    "[],''",
    "[,''",
    "'',''"
  })
  void groupsOfTheUserPoolAreRead(String claim, String groups) throws IOException {
    HttpRequest request =
        read(authorizer("{\"jwt\":{\"claims\":{\"cognito:groups\":\"" + claim + "\"}}}"), 10);

    assertThat(request.caller().groups())
        .isEqualTo(groups.isEmpty() ? Set.of() : Set.of(groups.split(" ")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "{\"jwt\":null}", "{\"lambda\":{\"jwt\":{}}}"})
  void callerWithoutTokenIsNotAuthenticated(String authorizer) throws IOException {
    assertThat(read(authorizer(authorizer), 10).caller().authenticated()).isFalse();
  }

  @Test
  void keepsBodyAtTheLimitAndFlagsOneByteMore() throws IOException {
    String event = new String(post("12345678ü").json(), StandardCharsets.UTF_8);

    assertThat(text(read(event, 10))).isEqualTo("12345678ü");
    assertThat(read(event, 9).body().tooLarge()).isTrue();
    assertThat(read(event, 9).body().bytes()).isEmpty();
  }

  @Test
  void keepsBase64BodyAtTheLimitAndFlagsOneByteMore() throws IOException {
    assertThat(text(read(base64("MTIzNDU2Nzg5MA=="), 10))).isEqualTo("1234567890");
    assertThat(read(base64("MTIzNDU2Nzg5MDE="), 10).body().tooLarge()).isTrue();
    assertThat(read(base64("MTIz".repeat(1000)), 10).body().tooLarge()).isTrue();
    assertThatThrownBy(() -> read(base64("%%%%"), 10)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"version\":\"1.0\",\"rawPath\":\"/\",\"requestContext\":{\"http\":{\"method\":\"GET\"}}}",
        "{\"version\":\"2.0\",\"rawPath\":\"/\",\"requestContext\":{}}",
        "{\"version\":\"2.0\",\"requestContext\":{\"http\":{\"method\":\"GET\"}}}"
      })
  void eventThatIsNotARequestIsRefused(String event) {
    assertThatThrownBy(() -> read(event, 10)).isInstanceOf(IOException.class);
  }

  @Test
  void refusesEventNestedTooDeeply() {
    assertThatThrownBy(() -> read("{\"headers\":".repeat(2_000), 10))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nested too deeply");
  }

  @Test
  void unreadableEventIsNotQuoted() {
    assertThatThrownBy(() -> read("{\"rawPath\": secret}", 10))
        .isInstanceOf(IOException.class)
        .hasNoCause()
        .message()
        .doesNotContain("secret");
  }

  /// CloudFront has 203.0.113.7 here, which the gateway adds to the list.
  @ParameterizedTest
  @CsvSource({
    "'198.51.100.1, 203.0.113.7',198.51.100.1",
    "'198.51.100.1,203.0.113.7',198.51.100.1",
    "'192.0.2.1, 192.0.2.2, 198.51.100.1, 203.0.113.7',198.51.100.1",
    "'203.0.113.7, 198.51.100.1, 203.0.113.7',198.51.100.1",
    "'<b>, 2001:db8::1, 203.0.113.7',2001:db8::1",
    "'192.0.2.1, 198.51.100.1',198.51.100.1",
    "'<b>, 203.0.113.7',203.0.113.7",
    "203.0.113.7,203.0.113.7",
    "'',203.0.113.7"
  })
  void distributionNamesTheAddressOfItsClient(String forwardedFor, String address)
      throws IOException {
    HttpRequest through = forwarded(forwardedFor, SECRET).through(new Distribution(SECRET));

    assertThat(through.caller().sourceIp()).isEqualTo(address);
    assertThat(through.headers()).containsOnlyKeys("accept");
    assertThat(through.caller().scopes()).containsExactly("webhooks/read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "another-secret-of-the-tests", SECRET + "x", SECRET + ", " + SECRET})
  void callerThatForgesTheHeaderKeepsItsAddress(String secret) throws IOException {
    HttpRequest forged = forwarded("198.51.100.1, 203.0.113.7", secret);

    assertThat(forged.through(new Distribution(SECRET))).isSameAs(forged);
    assertThat(forged.caller().sourceIp()).isEqualTo("203.0.113.7");
  }

  @Test
  void callerWithoutTheHeaderKeepsItsAddress() throws IOException {
    HttpRequest plain =
        HttpRequest.read(
            ApiGatewayEvent.of("GET", "/")
                .withHeader("x-forwarded-for", "198.51.100.1, 203.0.113.7")
                .stream(),
            10);

    assertThat(plain.through(new Distribution(SECRET)).caller().sourceIp())
        .isEqualTo("203.0.113.7");
  }

  @Test
  void secretOfTheDistributionIsLongAndNotShown() {
    assertThat(new Distribution(SECRET).toString()).doesNotContain(SECRET);
    assertThatThrownBy(() -> new Distribution("")).hasMessageContaining("16 characters");
  }

  private static HttpRequest forwarded(String forwardedFor, String secret) throws IOException {
    return HttpRequest.read(
        ApiGatewayEvent.of("GET", "/")
            .withScopes("webhooks/read")
            .withHeader("accept", "*/*")
            .withHeader("X-Forwarded-For", forwardedFor)
            .withHeader("X-CDR-Distribution", secret)
            .stream(),
        10);
  }

  @Test
  void pathHeadersAndBodyAreNotShown() throws IOException {
    assertThat(read("http-api-v2-get.json").toString()).doesNotContain("0000-4000").contains("GET");
  }

  private static ApiGatewayEvent post(String body) {
    return ApiGatewayEvent.of("POST", "/").withBody(body);
  }

  private static String base64(String body) {
    return "{\"version\":\"2.0\",\"rawPath\":\"/\",\"isBase64Encoded\":true,\"body\":\""
        + body
        + "\",\"requestContext\":{\"http\":{\"method\":\"POST\"}}}";
  }

  private static String authorizer(String json) {
    return "{\"version\":\"2.0\",\"rawPath\":\"/\",\"requestContext\":{\"authorizer\":"
        + json
        + ",\"http\":{\"method\":\"GET\"}}}";
  }

  private static HttpRequest read(String event, int limit) throws IOException {
    return HttpRequest.read(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), limit);
  }

  private static HttpRequest read(String fixture) throws IOException {
    try (InputStream event = HttpRequestTest.class.getResourceAsStream("/awsevents/" + fixture)) {
      return HttpRequest.read(event, 1_024);
    }
  }

  private static String text(HttpRequest request) {
    return new String(request.body().bytes(), StandardCharsets.UTF_8);
  }
}
