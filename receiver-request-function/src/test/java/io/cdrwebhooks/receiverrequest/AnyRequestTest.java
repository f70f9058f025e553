package io.cdrwebhooks.receiverrequest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.awsevents.ApiGatewayEvent;
import io.cdrwebhooks.aws.awsevents.HttpResponse;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.PayloadSignatures;
import io.cdrwebhooks.request.RequestBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/// Tests with 5,000 requests that none causes a fault, and that none gets a link but by the
/// signature over its own bytes.
class AnyRequestTest {
  private static final RequestFixture FUNCTION = new RequestFixture();
  private static final WebhookConfiguration CONFIGURATION = FUNCTION.configured();
  private static final Delivery DELIVERY = FUNCTION.delivered(CONFIGURATION, "tx00001.zip");

  private static final RequestBody.Reading NOTHING = new RequestBody.Reading.Malformed("");

  @Property(tries = 4_000, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  void requestOfAStrangerIsRefused(@ForAll("bodies") String body, @ForAll("signatures") String by) {
    HttpResponse answer = FUNCTION.send(RequestFixture.event(body, by));

    assertThat(answer.status()).isEqualTo(401);
  }

  /// A sender who signs gets a reason for what is wrong, and no fault.
  @Property(tries = 1_000, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  void signedRequestIsNoFault(@ForAll("bodies") String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    ApiGatewayEvent event =
        RequestFixture.event(body, PayloadSignatures.xCdrSignature(RequestFixture.KEY, bytes));

    HttpResponse answer = FUNCTION.send(event);

    boolean valid =
        RequestBody.parse(bytes).map(RequestBody::read).orElse(NOTHING)
            instanceof RequestBody.Reading.Read;
    assertThat(answer.status()).isIn(valid ? List.of(201, 401, 409, 429) : List.of(401, 422));
  }

  private static String right() {
    return "{\"request\":\"renew-link\",\"id\":\"req_8d3f0a5c1e9b47d2a6c4f10b7e2d9358\",\"at\":\""
        + FUNCTION.now
        + "\",\"deliveryId\":\""
        + DELIVERY.id()
        + "\"}";
  }

  @Provide
  Arbitrary<String> bodies() {
    Arbitrary<Integer> places = Arbitraries.integers().between(0, right().length() - 1);
    Arbitrary<String> pieces =
        Arbitraries.oneOf(
            Arbitraries.of("", "\"", "{", "}", ",", "[", "]", ":", "\u0000", "\ud800", "\ufeff"),
            Arbitraries.of("null", "1e999", "true", "{\"a\":{}}", "\"id\":1,", "x".repeat(2_000)),
            Arbitraries.strings().ofMaxLength(5));
    Arbitrary<String> changed =
        Combinators.combine(places, places, pieces)
            .as(
                (one, other, piece) ->
                    right().substring(0, Math.min(one, other))
                        + piece
                        + right().substring(Math.max(one, other)));
    return Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.just(right())),
        Tuple.of(8, changed),
        Tuple.of(2, Arbitraries.strings().ofMaxLength(300)),
        Tuple.of(
            1, Arbitraries.of("", "{}", "[]", "null", "[".repeat(1_000), "{\"request\":\"x\"}")));
  }

  @Provide
  Arbitrary<String> signatures() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(100),
        Arbitraries.of("", "A".repeat(86) + "==", ",", "null"),
        Arbitraries.strings().alpha().numeric().ofLength(86).map(text -> text + "=="));
  }
}
