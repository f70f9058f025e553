package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.InMemoryCdrTasks;
import io.cdrwebhooks.configuration.InMemoryWebhookConfigurations;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryDueAttempts.Sent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    DueWork tried = DueWork.OfLane.asked(TestApi.idIn(path));
    assertThat(api.dueAttempts.sent()).containsExactly(new Sent(tried, Duration.ZERO));
  }

  @Test
  void futureSignatureDoesNotProbeTheReceiver() {
    assertThat(rotate(body("two", "\"effectiveAt\":\"2026-03-02T10:00:00Z\"")).status())
        .isEqualTo(200);

    assertThat(api.dueAttempts.sent()).isEmpty();
  }

  @Test
  void newSignatureOfADisabledConfigurationIsNotProbed() {
    api.note(path, false, ReceiverHealth.GOOD);

    assertThat(api.post(path + "/signature", "*", body("two")).status()).isEqualTo(200);

    assertThat(api.dueAttempts.sent()).isEmpty();
  }

  @Test
  void nullMeansOmitted() {
    Answer answer = rotate(body("two", "\"effectiveAt\":null,\"overlapDays\":null"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(inForce()).containsExactly(FIRST + "two");
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
  void secondRotationKeepsTheEndsOfOverlaps() {
    rotate(body("two", "\"overlapDays\":7"));
    api.now = start.plus(Duration.ofDays(1));
    Answer answer = rotate(body("three", "\"overlapDays\":1"));

    assertThat(inForce()).containsExactly(FIRST + "three", FIRST + "two", FIRST);
    assertThat(answer.body().path("overlapUntil").asText()).isEqualTo("2026-03-08T10:00:00.000Z");
    api.now = start.plus(Duration.ofDays(3));
    assertThat(inForce()).containsExactly(FIRST + "three", FIRST);
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
  }

  @Test
  void nextRotationReplacesAFutureSignatureIfAsked() {
    rotate(body("two", "\"effectiveAt\":\"2026-03-02T10:00:00Z\""));
    Answer answer =
        rotate(body("three", "\"effectiveAt\":\"2026-03-03T10:00:00Z\",\"replacesPlanned\":true"));

    assertThat(answer.body().at("/nextSignature/hint").asText()).isEqualTo("ree");
    api.now = Instant.parse("2026-03-02T10:00:00Z");
    assertThat(inForce()).containsExactly(FIRST);
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
    assertThat(api.dueAttempts.sent()).isEmpty();
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
    api.note(path, true, new ReceiverHealth(Optional.of(FailingStreak.begin(start)), ""));

    Answer answer = api.delete(path + "/next-signature", "*");

    assertThat(answer.body().path("failingSince").asText()).isEqualTo("2026-03-01T10:00:00.000Z");
  }

  @Test
  void sixthSignatureAtOnceAnswers409AndChangesNothing() {
    for (int i = 2; i <= 5; i++) {
      assertThat(rotate(body("key" + i, "\"overlapDays\":7")).status()).isEqualTo(200);
    }

    Answer answer = rotate(body("key6", "\"overlapDays\":7"));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body().path("detail").asText())
        .contains("already has 5 Signatures")
        .contains("overlap");
    assertThat(api.get(path).header("ETag")).isEqualTo("\"5\"");
    api.now = start.plus(Duration.ofDays(8));
    assertThat(rotate(body("key6")).status()).isEqualTo(200);
  }

  @Test
  void slowClockKeepsTheOrderOfSignatures() {
    api.now = start.minusMillis(200);

    assertThat(rotate(body("two")).status()).isEqualTo(200);
    api.now = start;
    assertThat(inForce()).containsExactly(FIRST + "two");
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
        "true",
        "{}",
        "\"\"",
        "\"now\"",
        "\"2026-03-01\"",
        "\"2026-03-01T10:00Z\"",
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
    "-1,422",
    "1.5,422",
    "7.0,200",
    "8.0,422",
    "1e99,422",
    "'\"1\"',422",
    "true,422",
    "99999999999999999999,422"
  })
  void overlapIsUpToSevenWholeDays(String days, int status) {
    Answer answer = rotate(body("two", "\"overlapDays\":" + days));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.fieldsAtFault())
        .isEqualTo(status == 200 ? List.of() : List.of("overlapDays"));
  }

  @ParameterizedTest
  @CsvSource({
    "{},is required",
    "{\"signature\":null},is required",
    "{\"signature\":1234567890123456},must be a string",
    "{\"signature\":\"123456789012345\"},must have 16 to 256 characters"
  })
  void signatureIsNeededAndLong(String json, String detail) {
    Answer answer = rotate(json);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.fieldsAtFault()).containsExactly("signature");
    assertThat(answer.detailOf("signature")).isEqualTo(detail);
    assertThat(answer.text()).doesNotContain("12345");
  }

  @Test
  void allInvalidFieldsAreNamedAtOnce() {
    Answer answer =
        rotate("{\"signature\":\"x\",\"effectiveAt\":0,\"overlapDays\":9,\"name\":\"B\"}");

    assertThat(answer.fieldsAtFault())
        .containsExactly("effectiveAt", "name", "overlapDays", "signature");
  }

  @ParameterizedTest
  @CsvSource({"'\"1\"',200", "*,200", "'\"2\"',412", "W/\"1\",412", "1,400"})
  void rotatingRespectsIfMatch(String ifMatch, int status) {
    assertThat(api.post(path + "/signature", ifMatch, body("two")).status()).isEqualTo(status);
    assertThat(inForce()).containsExactly(status == 200 ? FIRST + "two" : FIRST);
  }

  @Test
  void rotatingNeedsIfMatch() {
    assertThat(api.post(path + "/signature", body("two")).status()).isEqualTo(428);
    assertThat(inForce()).containsExactly(FIRST);
  }

  @Test
  void concurrentChangeOrRemovalIsAnswered() {
    InMemoryWebhookConfigurations stored = new InMemoryWebhookConfigurations();
    OvertakenConfigurations overtaken = new OvertakenConfigurations(stored);
    TestApi raced = TestApi.with(overtaken, new InMemoryCdrTasks(stored));
    String its = raced.configured("A");
    overtaken.beforeWriting(() -> raced.post(its + "/signature", "*", body("two")));

    assertThat(raced.post(its + "/signature", "*", body("three")).status()).isEqualTo(412);
    assertThat(raced.get(its).body().path("signatureHint").asText()).isEqualTo("two");
    overtaken.beforeWriting(() -> raced.delete(its));
    assertThat(raced.post(its + "/signature", "*", body("three")).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cfg_ffffffffffffffffffffffffffffffff", "1", "", "%00"})
  void unknownConfigurationAnswers404(String id) {
    assertThat(api.post("/webhook-configurations/" + id + "/signature", "*", body("two")).status())
        .isEqualTo(404);
  }

  @Test
  void rotationResetsTheStreakAndKeepsTheDisabledReason() {
    FailingStreak streak = FailingStreak.begin(start);
    api.note(path, false, new ReceiverHealth(Optional.of(streak), "It answered 410"));

    Answer answer = rotate(body("two"));

    assertThat(answer.body().path("failingSince").isNull()).isTrue();
    assertThat(answer.body().path("disabledReason").asText()).isEqualTo("It answered 410");
    assertThat(answer.body().path("enabled").asBoolean()).isFalse();
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
