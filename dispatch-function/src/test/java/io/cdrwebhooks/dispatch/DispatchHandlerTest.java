package io.cdrwebhooks.dispatch;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.aws.awsevents.SqsBatch.SqsMessage;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.PayloadSignatures;
import io.cdrwebhooks.dispatch.exchange.RecordingReceiver;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DispatchHandlerTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem();

  @Test
  void uploadedReportIsAnnouncedWithASignedRequest() throws IOException {
    system.withTask();
    ReportVersion version = system.put("tx00001.zip", "v1", Map.of("number-of-lines", "100"));

    assertThat(system.invoke(event(version))).isEmpty();

    RecordingReceiver.Received request = system.receiver.received.getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/hook?source=cdr");
    assertThat(request.headers())
        .containsEntry("Content-Type", "application/json; charset=utf-8")
        .containsEntry(
            "X-CDR-Signature", PayloadSignatures.xCdrSignature(DispatchSystem.KEY, request.body()))
        .containsEntry("webhook-timestamp", Long.toString(START.getEpochSecond()))
        .doesNotContainKeys("Accept-Encoding", "Upgrade", "Cookie", "Expect");
    Delivery delivery = system.deliveries.all().getFirst();
    assertThat(request.headers())
        .containsEntry("webhook-id", delivery.id().value())
        .containsEntry(
            "webhook-signature",
            PayloadSignatures.webhookSignature(
                List.of(DispatchSystem.KEY), delivery.id(), START, request.body()));
    JsonNode payload = system.payload(0);
    List<String> names = new ArrayList<>();
    payload.fieldNames().forEachRemaining(names::add);
    assertThat(names).isEqualTo(Samples.PAYLOAD_PROPERTIES);
    assertThat(payload.get("validUntil").asText()).isEqualTo("2026-01-11T11:20:09Z");
    assertThat(payload.get("numberOfLines").asLong()).isEqualTo(100);
    assertThat(payload.get("taskName").asText()).isEqualTo("Task Name Example");
    assertThat(payload.get("error").asText()).isEmpty();
  }

  @Test
  void callbackUrlCarriesATokenWhoseLinkServesThisVersion() throws IOException {
    system.withTask();
    ReportVersion version = system.put("tx00001.zip", "v1");
    system.invoke(event(version));

    String url = system.payload(0).get("callbackURL").asText();
    String base = "https://cdr.example.com/bulk/cdr-mgr/v1/cdr-download-files/";
    assertThat(url).startsWith(base);
    DownloadLink link =
        AccessToken.hashIfToken(url.substring(base.length()))
            .flatMap(system.links::find)
            .orElseThrow();
    assertThat(link.report()).isEqualTo(version);
    assertThat(link.validUntil()).isEqualTo("2026-01-11T11:20:09Z");
  }

  @Test
  void deliveredAttemptIsRecordedWithoutTheAnswersBody() throws IOException {
    system.withTask();
    system.receiver.answer(202, "thanks, Ms Example");
    system.invoke(event(system.put("tx00001.zip", "v1")));

    Delivery delivery = system.deliveries.all().getFirst();
    assertThat(delivery.status()).isEqualTo(DeliveryStatus.DELIVERED);
    Attempt attempt = system.deliveries.attempts(delivery.id()).getFirst();
    assertThat(attempt.outcome()).isEqualTo(AttemptOutcome.DELIVERED);
    assertThat(attempt.statusCode()).hasValue(202);
    assertThat(attempt.answer()).as("may contain personal data").isEmpty();
    assertThat(attempt.answerHeaders()).isNotEmpty();
    assertThat(attempt.address()).contains("127.0.0.1:" + system.receiver.port());
  }

  @Test
  void sameEventFiveTimesIsDeliveredOnce() throws IOException {
    system.withTask();
    String event = event(system.put("tx00001.zip", "v1"));

    assertThat(system.invoke(event, event, event, event, event)).isEmpty();
    assertThat(system.invoke(event)).isEmpty();

    assertThat(system.receiver.received).hasSize(1);
    assertThat(system.deliveries.all()).hasSize(1);
  }

  @Test
  void sameKeyUploadedTwiceIsDeliveredTwice() throws IOException {
    system.withTask();
    String first = event(system.put("tx00001.zip", "v1"));
    String second = event(system.put("tx00001.zip", "v2"));

    assertThat(system.invoke(first, second)).isEmpty();

    assertThat(system.receiver.received).hasSize(2);
    assertThat(system.receiver.received.get(0).headers().get("webhook-id"))
        .isNotEqualTo(system.receiver.received.get(1).headers().get("webhook-id"));
  }

  @Test
  void failedMessageDoesNotFailTheOthers() throws IOException {
    system.withTask();
    String good = event(system.put("tx00001.zip", "v1"));

    assertThat(system.invoke("not json", good, "{}")).isEmpty();

    assertThat(system.deadLetters).extracting(SqsMessage::id).containsExactlyInAnyOrder("m0", "m2");
    assertThat(system.receiver.received).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 307, 400, 404, 429, 500, 503})
  void anyOtherAnswerThan2xxIsAFailedAttempt(int status) throws IOException {
    system.withTask();
    system.receiver.answer(
        exchange -> {
          exchange.getResponseHeaders().add("Location", system.receiver.url());
          exchange.sendResponseHeaders(status, -1);
        });

    assertThat(system.invoke(event(system.put("tx00001.zip", "v1")))).isEmpty();

    Delivery delivery = system.deliveries.all().getFirst();
    assertThat(delivery.status()).isEqualTo(DeliveryStatus.PENDING);
    Attempt attempt = system.deliveries.attempts(delivery.id()).getFirst();
    assertThat(attempt.outcome()).isEqualTo(AttemptOutcome.REJECTED);
    assertThat(attempt.reason()).isEqualTo("the receiver answered " + status);
    assertThat(system.receiver.received).as("no redirect is followed").hasSize(1);
  }

  @Test
  void refusedConnectionIsAFailedAttemptWithItsReason() throws IOException {
    system.withTask();
    String event = event(system.put("tx00001.zip", "v1"));
    system.receiver.close();

    assertThat(system.invoke(event)).isEmpty();

    Delivery delivery = system.deliveries.all().getFirst();
    Attempt attempt = system.deliveries.attempts(delivery.id()).getFirst();
    assertThat(attempt.outcome()).isEqualTo(AttemptOutcome.UNREACHABLE);
    assertThat(attempt.reason()).isEqualTo("the connection was refused");
    assertThat(delivery.status()).isEqualTo(DeliveryStatus.PENDING);
  }

  @Test
  void deletedReportIsAnnouncedWithItsError() throws IOException {
    system.withTask();
    ReportVersion version = system.put("tx00001.zip", "v1");
    system.reports.remove(version);

    assertThat(system.invoke(event(version))).isEmpty();

    assertThat(system.payload(0).get("error").asText()).isEqualTo("Report no longer exists");
    assertThat(system.payload(0).get("fileSizeInBytes").asLong()).isEqualTo(3949);
  }

  @Test
  void exportersErrorIsSentToTheReceiver() throws IOException {
    system.withTask();
    ReportVersion version = system.put("tx00001.zip", "v1", Map.of("error", "Disk%20full"));

    system.invoke(event(version));

    assertThat(system.payload(0).get("error").asText()).isEqualTo("Disk full");
  }

  @Test
  void faultOnOurSideIsNotAnAttemptAndIsRetried() throws IOException {
    system.withTask();
    system.vaultFault = new IllegalStateException("the key store is away");

    assertThat(system.invoke(event(system.put("tx00001.zip", "v1")))).isEmpty();
    Delivery delivery = system.deliveries.all().getFirst();
    assertThat(delivery.status()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(system.deliveries.attempts(delivery.id())).isEmpty();
    assertThat(system.metrics)
        .as("an alarm may fire")
        .anyMatch(line -> line.contains("\"MessagesFailed\":1"));
    assertThat(system.workMessages.sent())
        .last()
        .isEqualTo(
            new InMemoryWorkMessages.Sent(
                DueWork.OfLane.ownMessage(CONFIGURATION, Optional.of(delivery.id()), 1),
                AttemptClaim.LEASE));

    system.vaultFault = null;
    system.now = START.plus(AttemptClaim.LEASE);
    assertThat(system.due(delivery.id())).isEmpty();
    assertThat(system.receiver.received).hasSize(1);
    assertThat(system.deliveries.attempts(delivery.id()))
        .extracting(attempt -> attempt.number().number())
        .containsExactly(1);
  }

  @Test
  void echoingReceiverRevealsNoSecret() throws IOException {
    system.withTask();
    system.receiver.answer(
        exchange -> {
          RecordingReceiver.Received last = system.receiver.received.getLast();
          byte[] echo =
              (last.headers() + new String(last.body(), StandardCharsets.UTF_8))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(500, echo.length);
          exchange.getResponseBody().write(echo);
        });

    system.invoke(event(system.put("tx00001.zip", "v1")));

    RecordingReceiver.Received sent = system.receiver.received.getFirst();
    Delivery delivery = system.deliveries.all().getFirst();
    String kept = system.deliveries.attempts(delivery.id()).toString() + system.log;
    assertThat(kept)
        .contains("tx00001.zip")
        .doesNotContain(system.tokens.getFirst().toString())
        .doesNotContain(sent.headers().get("X-CDR-Signature"))
        .doesNotContain(sent.headers().get("webhook-signature"))
        .doesNotContain("k3yFromTheConfiguration");
  }
}
