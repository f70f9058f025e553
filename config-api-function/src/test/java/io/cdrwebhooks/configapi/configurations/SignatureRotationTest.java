package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.InMemoryCdrTasks;
import io.cdrwebhooks.configuration.InMemoryWebhookConfigurations;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureRotationTest extends SignatureRotations {
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

  @Test
  void rotationResetsTheStreakAndKeepsTheDisabledReason() {
    api.note(path, false, ReceiverHealth.disabled("It answered 410", start));

    Answer answer = rotate(body("two"));

    assertThat(answer.body().path("failingSince").isNull()).isTrue();
    assertThat(answer.body().path("disabledReason").asText()).isEqualTo("It answered 410");
    assertThat(answer.body().path("enabled").asBoolean()).isFalse();
  }
}
