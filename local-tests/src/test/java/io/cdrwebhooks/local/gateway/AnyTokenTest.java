package io.cdrwebhooks.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/// Tests that the gateway refuses every token that the issuer did not sign, and never fails.
class AnyTokenTest {
  private static final TestGateway GATEWAY = new TestGateway();

  @AfterContainer
  static void stop() {
    GATEWAY.close();
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void tokenThatTheIssuerDidNotSignAnswers401(@ForAll("authorizations") String authorization)
      throws IOException {
    String answer =
        GATEWAY.raw(
            "PUT /bulk/cdr-mgr/v1/cdr-tasks/1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Length: 0\r\nAuthorization: "
                + authorization
                + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 401 ").containsIgnoringCase("www-authenticate: Bearer");
    assertThat(GATEWAY.events).isEmpty();
    assertThat(GATEWAY.log).isEmpty();
  }

  @Provide
  Arbitrary<String> authorizations() {
    Arbitrary<String> scheme = Arbitraries.of("Bearer ", "bearer ", "", "Basic ");
    return Combinators.combine(scheme, Arbitraries.oneOf(anything(), threeParts(), damaged()))
        .as(String::concat);
  }

  private static Arbitrary<String> anything() {
    return Arbitraries.strings()
        .withCharRange(' ', '~')
        .withCharRange('\u00a0', '\u00ff')
        .ofMaxLength(300);
  }

  /// JSON that might be a header, JSON that might be claims, and any signature.
  private static Arbitrary<String> threeParts() {
    Arbitrary<String> algorithm =
        Arbitraries.of("RS256", "none", "HS256", "ES256", "rs256", "", "RSA-OAEP", "\u0000");
    Arbitrary<String> extra =
        Arbitraries.of(
            "",
            ",\"kid\":\"key of the tests\"",
            ",\"kid\":7",
            ",\"kid\":null",
            ",\"crit\":[\"exp\"],\"exp\":1",
            ",\"b64\":false",
            ",\"jwk\":{\"kty\":\"RSA\"}",
            ",\"jku\":\"http://127.0.0.1/\"",
            ",\"x5c\":[\"AA\"]",
            ",\"zip\":\"DEF\"",
            ",\"a\":" + "[".repeat(3_000) + "]".repeat(3_000),
            ",\"alg\":\"none\"",
            "}");
    Arbitrary<String> header =
        Combinators.combine(algorithm, extra)
            .as((name, more) -> encoded("{\"alg\":\"" + name + "\"" + more + "}"));
    Arbitrary<String> claims =
        Arbitraries.of(
                "{}",
                "[]",
                "1",
                "{\"iss\":",
                "",
                "{\"exp\":9999999999,\"scope\":\"webhooks/write\"}")
            .map(AnyTokenTest::encoded);
    Arbitrary<String> signature =
        Arbitraries.bytes()
            .array(byte[].class)
            .ofMaxSize(260)
            .map(Base64URL::encode)
            .map(Base64URL::toString);
    return Combinators.combine(header, claims, signature)
        .as((first, second, third) -> first + "." + second + "." + third);
  }

  /// A valid token with one changed character before the end of its signature.
  private static Arbitrary<String> damaged() {
    String good = GATEWAY.tokens.valid();
    return Combinators.combine(
            Arbitraries.integers().between(0, good.length() - 2),
            Arbitraries.chars().range('A', 'Z').range('a', 'z').numeric())
        .filter((at, other) -> good.charAt(at) != other)
        .as((at, other) -> good.substring(0, at) + other + good.substring(at + 1));
  }

  private static String encoded(String json) {
    return Base64URL.encode(json).toString();
  }
}
