package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests the rotation of a Signature: which requests are valid, and which Signatures sign when.
class SignatureRotationTest {
  private static final String FIRST = TestApi.SIGNATURE;

  private final TestApi api = new TestApi();
  private final String path = api.configured("A");
  private final Instant start = api.now;

  @Test
  void newSignatureReplacesTheOldOneAtOnceByDefault() {
    Answer answer = rotate(body("two"));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("ETag")).isEqualTo("\"2\"");
    assertThat(answer.text())
        .contains("\"signatureHint\":\"two\",\"nextSignature\":null,\"overlapUntil\":null");
    assertThat(api.get(path).text()).isEqualTo(answer.text());
    assertThat(inForce()).containsExactly(FIRST + "two");
  }

  @Test
  void immediateSignatureProbesTheReceiver() {
    assertThat(rotate(body("two")).status()).isEqualTo(200);

    DueWork tried = DueWork.OfLane.askedFor(TestApi.idIn(path));
    assertThat(api.workMessages.sent()).containsExactly(new Sent(tried, Duration.ZERO));
  }

  @Test
  void futureSignatureDoesNotProbeTheReceiver() {
    assertThat(rotate(body("two", "\"effectiveAt\":\"2026-03-02T10:00:00Z\"")).status())
        .isEqualTo(200);

    assertThat(api.workMessages.sent()).isEmpty();
  }

  @Test
  void newSignatureOfADisabledConfigurationIsNotProbed() {
    api.note(path, false, ReceiverHealth.GOOD);

    assertThat(api.post(path + "/signature", "*", body("two")).status()).isEqualTo(200);

    assertThat(api.workMessages.sent()).isEmpty();
  }

  @Test
  void bothSignaturesSignDuringTheOverlap() {
    Answer answer = rotate(body("two", "\"overlapDays\":2"));

    assertThat(answer.body().path("overlapUntil").asText()).isEqualTo("2026-03-03T10:00:00.000Z");
    assertThat(inForce()).containsExactly(FIRST + "two", FIRST);
    api.now = start.plus(Duration.ofDays(2));
    assertThat(inForce()).containsExactly(FIRST + "two");
    assertThat(api.get(path).body().path("overlapUntil").isNull()).isTrue();
  }

  @Test
  void futureSignatureIsShownAndThenTakesEffect() {
    Answer answer =
        rotate(body("two", "\"effectiveAt\":\"2026-03-02T12:00:00+02:00\",\"overlapDays\":1"));

    assertThat(answer.text())
        .contains(
            "\"signatureHint\":\"sts\",\"nextSignature\":{\"hint\":\"two\","
                + "\"effectiveAt\":\"2026-03-02T10:00:00.000Z\","
                + "\"overlapUntil\":\"2026-03-03T10:00:00.000Z\"},\"overlapUntil\":null");
    assertThat(inForce()).containsExactly(FIRST);
    api.now = Instant.parse("2026-03-02T10:00:00Z");
    assertThat(api.get(path).text())
        .contains(
            "\"signatureHint\":\"two\",\"nextSignature\":null,"
                + "\"overlapUntil\":\"2026-03-03T10:00:00.000Z\"");
    assertThat(inForce()).containsExactly(FIRST + "two", FIRST);
  }

  @Test
  void plannedSignatureIsNamedBeforeItIsReplaced() {
    rotate(body("two", "\"effectiveAt\":\"2026-03-02T10:00:00Z\""));

    for (String more : List.of("\"effectiveAt\":\"2026-03-03T10:00:00Z\"", "\"overlapDays\":0")) {
      Answer refused = rotate(body("three", more));

      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.body().path("detail").asText())
          .isEqualTo(
              "A Signature that ends with two is planned for 2026-03-02T10:00:00.000Z: cancel it,"
                  + " or set replacesPlanned.");
    }
    assertThat(api.get(path).header("ETag")).isEqualTo("\"2\"");
    Answer replaced = rotate(body("three", "\"overlapDays\":0,\"replacesPlanned\":true"));
    assertThat(replaced.body().path("signatureHint").asText()).isEqualTo("ree");
  }

  @Test
  void cancelledRotationLeavesTheCurrentSignature() {
    rotate(body("two", "\"effectiveAt\":\"2026-03-02T10:00:00Z\",\"overlapDays\":1"));

    Answer answer = api.delete(path + "/next-signature", "\"2\"");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("ETag")).isEqualTo("\"3\"");
    assertThat(answer.text())
        .contains("\"signatureHint\":\"sts\",\"nextSignature\":null,\"overlapUntil\":null");
    assertThat(api.get(path).text()).isEqualTo(answer.text());
    assertThat(api.workMessages.sent()).isEmpty();
    api.now = start.plus(Duration.ofDays(30));
    assertThat(inForce()).containsExactly(FIRST);
  }

  @Test
  void onlyAPlannedRotationCanBeCancelled() {
    assertThat(api.delete(path + "/next-signature", "*").body().path("detail").asText())
        .isEqualTo("No Signature is planned to take effect later.");
    rotate(body("two", "\"effectiveAt\":\"2026-03-02T10:00:00Z\""));

    assertThat(api.delete(path + "/next-signature", "\"1\"").status()).isEqualTo(412);
    assertThat(api.delete(path + "/next-signature").status()).isEqualTo(428);
    api.now = Instant.parse("2026-03-02T10:00:00Z");
    assertThat(api.delete(path + "/next-signature", "*").status()).isEqualTo(404);
    assertThat(inForce()).containsExactly(FIRST + "two");
  }

  @Test
  void cancellingKeepsTheStreakOfFailures() {
    rotate(body("two", "\"effectiveAt\":\"2026-03-02T10:00:00Z\""));
    api.note(path, true, ReceiverHealth.failing(FailingStreak.begin(start)));

    Answer answer = api.delete(path + "/next-signature", "*");

    assertThat(answer.body().path("failingSince").asText()).isEqualTo("2026-03-01T10:00:00.000Z");
  }

  @Test
  void rotationResetsTheStreakAndKeepsTheDisabledReason() {
    api.note(path, false, ReceiverHealth.disabled("It answered 410", start));

    Answer answer = rotate(body("two"));

    assertThat(answer.body().path("failingSince").isNull()).isTrue();
    assertThat(answer.body().path("disabledReason").asText()).isEqualTo("It answered 410");
    assertThat(answer.body().path("enabled").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T09:59:00Z,200",
    "2026-03-01T09:58:59.999Z,422",
    "2026-03-31T10:00:00Z,200",
    "2026-03-31T10:00:00.001Z,422",
    "2026-03-01t10:00:00.5z,200",
    "1970-01-01T00:00:00Z,422",
    "9999-12-31T23:59:59-18:00,422"
  })
  void effectiveAtIsFromNowToThirtyDaysAhead(String effectiveAt, int status) {
    Answer answer = rotate(body("two", "\"effectiveAt\":\"" + effectiveAt + "\""));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.fieldsAtFault())
        .isEqualTo(status == 200 ? List.of() : List.of("effectiveAt"));
  }

  @Test
  void recentEffectiveAtMeansNow() {
    rotate(body("two", "\"effectiveAt\":\"2026-03-01T09:59:30Z\",\"overlapDays\":1"));

    assertThat(api.get(path).body().path("overlapUntil").asText())
        .isEqualTo("2026-03-02T10:00:00.000Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "\"now\"",
        "\"2026-03-01\"",
        "\"2026-03-01T10:00:00\"",
        "\"2026-02-30T10:00:00Z\"",
        "\"+12026-03-01T10:00:00Z\""
      })
  void effectiveAtThatIsNoInstantAnswers422(String json) {
    Answer answer = rotate(body("two", "\"effectiveAt\":" + json));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.detailOf("effectiveAt")).contains("date and time with an offset");
  }

  @ParameterizedTest
  @CsvSource({
    "0,200",
    "7,200",
    "8,422",
    "1.5,422",
    "7.0,200",
    "'\"1\"',422",
    "99999999999999999999,422"
  })
  void overlapIsUpToSevenWholeDays(String days, int status) {
    Answer answer = rotate(body("two", "\"overlapDays\":" + days));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.fieldsAtFault())
        .isEqualTo(status == 200 ? List.of() : List.of("overlapDays"));
  }

  private Answer rotate(String body) {
    return api.post(path + "/signature", "*", body);
  }

  /// Every new Signature contains the text that no answer and no log line may contain.
  private static String body(String end, String... more) {
    String rest = more.length == 0 ? "" : "," + more[0];
    return "{\"signature\":\"" + FIRST + end + "\"" + rest + "}";
  }

  private List<String> inForce() {
    return api.stored(path).signatures().inForce(api.now).stream()
        .map(SealedSignature::ciphertext)
        .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8))
        .toList();
  }
}
