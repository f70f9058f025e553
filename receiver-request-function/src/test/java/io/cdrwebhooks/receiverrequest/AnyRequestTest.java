package io.cdrwebhooks.receiverrequest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.PayloadSignatures;
import io.cdrwebhooks.request.ReceiverRequest;
import io.cdrwebhooks.request.RequestBody;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

/// Tests with 6,000 requests of all kinds that none causes a fault, and that the function grants a
/// request only if the signature over its bytes is right.
@Tag("slow")
class AnyRequestTest {
  private static final RequestFixture FUNCTION = new RequestFixture();
  private static final WebhookConfiguration CONFIGURATION = FUNCTION.configured();
  private static final Delivery DELIVERY = FUNCTION.delivered(CONFIGURATION, "tx00001.zip");

  private static final String BY_CONFIGURATION =
      "\"configurationId\":\"" + CONFIGURATION.id() + "\"";

  private static final RequestBody.Reading NOTHING = new RequestBody.Reading.Malformed("");

  @Property(tries = 4_000, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  void unauthenticatedRequestIsRefused(
      @ForAll("bodies") String body, @ForAll("signatures") String by) {
    HttpResponse answer = FUNCTION.send(RequestFixture.event(body, by));

    assertThat(answer.status()).isEqualTo(401);
  }

  /// A sender who signs gets a reason for what is wrong, and no fault.
  @Property(tries = 1_000, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  @StatisticsReport(StatisticsReportMode.OFF)
  void signedRequestDoesNotCauseAFault(@ForAll("bodies") String body) {
    Statistics.collect(answered(body));
    Statistics.coverage(
        counts ->
            List.of(200, 201, 401, 404, 422)
                .forEach(status -> counts.check(status).count(times -> times > 0)));
  }

  /// Each kind of request, with each value in the place of each property.
  @Property(generation = GenerationMode.EXHAUSTIVE, edgeCases = EdgeCasesMode.NONE)
  void anyPropertyValueAnswersBelow500(
      @ForAll("kinds") int kind, @ForAll("names") String name, @ForAll("values") String value) {
    assertThat(answered(with(kind, name, value))).isLessThan(500);
  }

  /// Sends a signed request a second later, and returns the status that it may get.
  private static int answered(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String by = PayloadSignatures.xCdrSignature(RequestFixture.KEY, bytes);
    int status = FUNCTION.send(RequestFixture.event(body, by)).status();
    FUNCTION.now = FUNCTION.now.plusSeconds(1);
    assertThat(status).isIn(allowed(bytes));
    return status;
  }

  /// Returns what a signed request may get: 401 if its time or its delivery is another one.
  private static List<Integer> allowed(byte[] bytes) {
    return switch (RequestBody.parse(bytes).map(RequestBody::read).orElse(NOTHING)) {
      case RequestBody.Reading.Malformed _ -> List.of(401, 422);
      case RequestBody.Reading.Read(ReceiverRequest request) ->
          switch (request) {
            case ReceiverRequest.RenewLink _ -> List.of(201, 401, 429);
            case ReceiverRequest.ListReports(_, _, Optional<String> cursor) ->
                cursor.isEmpty() ? List.of(200, 401) : List.of(200, 401, 422);
            case ReceiverRequest.ListNumbers _, ReceiverRequest.ConfirmFile _ -> List.of(200, 401);
            case ReceiverRequest.Statement _ -> List.of(200, 401, 404);
          };
    };
  }

  /// Returns a right request of each kind, with an id that was not used yet.
  private static List<String> right() {
    Instant from = FUNCTION.now.minusSeconds(3_600);
    String cursor = ListPosition.start(FUNCTION.now.minusSeconds(600)).text();
    return List.of(
        FUNCTION.renewal(DELIVERY.id()),
        FUNCTION.listing(BY_CONFIGURATION, from, Optional.empty()),
        FUNCTION.listing(BY_CONFIGURATION, from, Optional.of(cursor)),
        FUNCTION.numbers(BY_CONFIGURATION, RequestFixture.TASK, 1),
        FUNCTION.receipt(DELIVERY.id(), "5e".repeat(32)),
        FUNCTION.statement(DELIVERY.id(), "2026-03-04", 1));
  }

  /// Replaces up to `length` characters.
  private static String changed(int kind, int place, int length, String piece) {
    String right = right().get(kind);
    int start = place % right.length();
    return right.substring(0, start)
        + piece
        + right.substring(Math.min(right.length(), start + length));
  }

  /// Gives a property another value, or adds it.
  private static String with(int kind, String name, String value) {
    String right = right().get(kind);
    String property = Matcher.quoteReplacement("\"" + name + "\":" + value);
    Matcher named = Pattern.compile("\"" + name + "\":(\"[^\"]*\"|[0-9]+)").matcher(right);
    return named.find()
        ? named.replaceFirst(property)
        : right.replaceFirst("}$", "," + property + "}");
  }

  @Provide
  Arbitrary<Integer> kinds() {
    return Arbitraries.of(0, 1, 2, 3, 4, 5);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(
        "request",
        "id",
        "at",
        "deliveryId",
        "configurationId",
        "from",
        "cursor",
        "taskId",
        "day",
        "part",
        "fileSha256",
        "other");
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.of(
        "null",
        "0",
        "-1",
        "5",
        "1e999",
        "9223372036854775807",
        "true",
        "[{}]",
        "\"\"",
        "\"dlv_1\"",
        "\"statement\"",
        "\"-999999999-01-01T00:00:00Z\"",
        "\"0000-01-01T00:00:00Z\"",
        "\"9999-12-31\"",
        cursor("0 1 x"),
        cursor("3 999999999999999 "),
        cursor("9 0 "),
        cursor("0 1 \u0000"));
  }

  private static String cursor(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return "\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\"";
  }

  @Provide
  Arbitrary<String> bodies() {
    Arbitrary<Integer> places = Arbitraries.integers().between(0, 999);
    Arbitrary<String> pieces =
        Arbitraries.oneOf(
            Arbitraries.of("", "\"", "{", "}", ",", "[", "]", ":", "\u0000", "\ud800", "\ufeff"),
            Arbitraries.of("null", "1e999", "true", "{\"a\":{}}", "\"id\":1,", "x".repeat(2_000)),
            Arbitraries.of("0", "5", "-", "9223372036854775808", "\"\"", "\"cursor\":5,"),
            Arbitraries.strings().ofMaxLength(5));
    Arbitrary<Integer> lengths =
        Arbitraries.oneOf(Arbitraries.integers().between(0, 3), Arbitraries.of(10, 100, 1_000));
    return Arbitraries.frequencyOf(
        Tuple.of(1, kinds().map(kind -> right().get(kind))),
        Tuple.of(
            8, Combinators.combine(kinds(), places, lengths, pieces).as(AnyRequestTest::changed)),
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
