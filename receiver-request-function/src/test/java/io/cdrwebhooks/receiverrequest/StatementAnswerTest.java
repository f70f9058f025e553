package io.cdrwebhooks.receiverrequest;

import static io.cdrwebhooks.receiverrequest.RequestFixture.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignaturePeriods.Turn;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.PayloadSignatures;
import io.cdrwebhooks.statement.StatementDays;
import io.cdrwebhooks.statement.StatementPart;
import io.cdrwebhooks.terms.ReceiverRequests;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests what a signed request for a statement gets.
class StatementAnswerTest {
  private static final LocalDate DAY = LocalDate.parse("2026-03-04");

  private final RequestFixture function = new RequestFixture();
  private final WebhookConfiguration configuration = function.configured();
  private final Delivery delivery = function.delivered(configuration, "tx00001.zip");

  private StatementPart made() {
    StatementPart part = RequestFixture.statement(configuration.id(), DAY);
    assertThat(function.statements.add(part)).isTrue();
    return part;
  }

  private HttpResponse ask(String day, int part) {
    return function.ask(function.statement(delivery.id(), day, part));
  }

  @Test
  void storedBytesAreSignedWithTheCurrentSignature() {
    StatementPart part = made();
    SignatureKey next = new SignatureKey("the next Signature of the same receiver");
    WebhookConfiguration _ =
        function.rotate(configuration, next, new Turn(function.now, Duration.ZERO));
    function.now = function.now.plusSeconds(1);
    String body = function.statement(delivery.id(), "2026-03-04", 1);

    HttpResponse answer = function.ask(body, next);

    byte[] bytes = part.json().getBytes(StandardCharsets.UTF_8);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(part.json());
    assertThat(answer.headers())
        .containsEntry(
            "webhook-id", body.substring(body.indexOf("req_"), body.indexOf("req_") + 36))
        .containsEntry("X-CDR-Signature", PayloadSignatures.xCdrSignature(next, bytes));
    assertThat(function.ask(function.statement(delivery.id(), "2026-03-04", 1), KEY).status())
        .as("the Signature before")
        .isEqualTo(401);
  }

  @Test
  void receiverOfAnotherConfigurationGetsItsOwnOrNothing() {
    StatementPart _ = made();
    SignatureKey foreign = new SignatureKey("a Signature of quite another receiver");
    WebhookConfiguration other =
        function.configured(new ReceiverRequests(true, List.of()), foreign);
    Delivery ofOther = function.delivered(other, "tx00001.zip");

    assertThat(function.ask(function.statement(delivery.id(), "2026-03-04", 1), foreign).status())
        .isEqualTo(401);
    assertThat(function.ask(function.statement(ofOther.id(), "2026-03-04", 1), foreign).status())
        .isEqualTo(404);
  }

  @Test
  void dayThatIsNotOverSaysWhenToAskAgain() {
    HttpResponse answer = ask("2026-03-05", 1);

    assertThat(answer.status()).isEqualTo(404);
    long seconds =
        Duration.between(function.now, StatementDays.madeFrom(configuration.id(), DAY.plusDays(1)))
            .toSeconds();
    assertThat(answer.headers()).containsEntry("Retry-After", Long.toString(seconds));
    assertThat(answer.body()).contains("The service creates it at 2026-03-06T0");
  }

  @Test
  void lateStatementHasAShortRetryAfter() {
    assertThat(ask("2026-03-04", 1).headers()).containsEntry("Retry-After", "300");
  }

  /// Days are made in order, also after an outage of days.
  @ParameterizedTest
  @ValueSource(strings = {"2026-02-28", "2025-12-06"})
  void missingStatementOfADueDayHasRetryAfter(String day) {
    HttpResponse answer = ask(day, 1);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.headers()).containsEntry("Retry-After", "300");
    assertThat(ask(day, 2).headers()).containsEntry("Retry-After", "300");
  }

  @Test
  void expiredDayHasNoRetryAfter() {
    assertThat(ask("2025-12-05", 1).headers()).doesNotContainKey("Retry-After");
  }

  @Test
  void missingPartOfAStatementThatExistsHasNoRetryAfter() {
    StatementPart _ = made();
    HttpResponse answer = ask("2026-02-28", 1);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.headers()).doesNotContainKey("Retry-After");
    assertThat(answer.body()).contains("There is no part 1 of 2026-02-28.");
  }
}
