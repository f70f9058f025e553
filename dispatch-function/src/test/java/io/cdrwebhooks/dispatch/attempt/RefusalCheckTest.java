package io.cdrwebhooks.dispatch.attempt;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.answer.RefusalCheck;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.PayloadSignatures;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.TestStores;
import io.cdrwebhooks.dispatch.exchange.RecordingReceiver.Received;
import io.cdrwebhooks.report.ObjectKey.ReportKey.TestOptions;
import io.cdrwebhooks.terms.PayloadVersion;
import io.cdrwebhooks.terms.SendLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests the forged and the old request that a test may add.
class RefusalCheckTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();

  @Test
  void forgedAndOldRequestFollowTheValidRequest() throws IOException {
    tested(true);

    assertThat(system.receiver.received).hasSize(3);
    Received right = system.receiver.received.get(0);
    Received forged = system.receiver.received.get(1);
    Received old = system.receiver.received.get(2);
    assertThat(List.of(forged, old))
        .allSatisfy(
            each -> {
              assertThat(each.headers().get("webhook-id"))
                  .isEqualTo(right.headers().get("webhook-id"));
              assertThat(each.body()).isEqualTo(right.body());
            });
    assertThat(timestamp(forged)).isEqualTo(timestamp(right));
    assertThat(timestamp(old)).isEqualTo(timestamp(right) - 3_600);
    assertThat(List.of(isSigned(right), isSigned(forged), isSigned(old)))
        .containsExactly(List.of(true, true), List.of(false, false), List.of(true, true));
  }

  @Test
  void answersOfAReceiverThatRefusesBothAreRecorded() throws IOException {
    system.receiver.answer(
        exchange ->
            exchange.sendResponseHeaders(system.receiver.received.size() == 1 ? 200 : 401, -1));

    assertThat(tested(true).refusals())
        .contains(new RefusalCheck(OptionalInt.of(401), OptionalInt.of(401)));
  }

  @Test
  void deliverySucceedsIfTheReceiverAcceptsForgedRequests() throws IOException {
    Attempt attempt = tested(true);

    assertThat(attempt.refusals())
        .contains(new RefusalCheck(OptionalInt.of(200), OptionalInt.of(200)));
    assertThat(attempt.statusCode()).hasValue(200);
    assertThat(system.deliveries.all())
        .extracting(Delivery::status)
        .containsExactly(DeliveryStatus.DELIVERED);
  }

  /// Not even 410 to the forged request disables the configuration, and no breaker opens.
  @Test
  void answersToForgedRequestsDoNotChangeHealth() throws IOException {
    for (int i = 0; i < 10; i++) {
      int right = system.receiver.received.size() + 1;
      system.receiver.answer(
          exchange ->
              exchange.sendResponseHeaders(
                  system.receiver.received.size() == right ? 200 : 410, -1));
      assertThat(tested(true).refusals())
          .contains(new RefusalCheck(OptionalInt.of(410), OptionalInt.of(410)));
    }

    assertThat(system.configuration().enabled()).isTrue();
    assertThat(system.configuration().health().failing()).isEmpty();
    assertThat(system.lanes.find(CONFIGURATION).breaker().isOpen()).isFalse();
  }

  @Test
  void requestWithoutAnAnswerHasNoStatus() throws IOException {
    system.receiver.answer(
        exchange -> {
          if (system.receiver.received.size() == 2) {
            throw new IOException("closed without an answer");
          }
          exchange.sendResponseHeaders(system.receiver.received.size() == 1 ? 200 : 401, -1);
        });

    assertThat(tested(true).refusals())
        .contains(new RefusalCheck(OptionalInt.empty(), OptionalInt.of(401)));
  }

  @Test
  void refusedTestIsTheOnlyRequest() throws IOException {
    system.receiver.answer(401, "unknown Signature");

    assertThat(tested(true).refusals()).isEmpty();
    assertThat(system.receiver.received).hasSize(1);
  }

  @Test
  void onlyATestThatAsksForItSendsMoreRequests() throws IOException {
    assertThat(tested(false).refusals()).isEmpty();
    system.invoke(event(system.put("webhook-test-refusals-1.zip", "v1")));

    assertThat(system.receiver.received).hasSize(2);
  }

  @Test
  void addedRequestsKeepTheRateLimit() throws IOException {
    system.limitTo(new SendLimits(10, OptionalInt.of(1)));
    Instant before = system.now;

    tested(true);

    assertThat(Duration.between(before, system.now)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  /// Payload 2 repeats the time of the signature, so that it protects receivers without timestamps.
  @Test
  void oldRequestOfPayload2HasTheOldTime() throws IOException {
    system.announceIn(PayloadVersion.TWO);

    tested(true);

    assertThat(signedAt(0)).contains(system.now.toString().substring(0, 13));
    assertThat(signedAt(2))
        .contains(system.now.minus(Duration.ofHours(1)).toString().substring(0, 13));
  }

  private String signedAt(int request) {
    String body = new String(system.receiver.received.get(request).body(), StandardCharsets.UTF_8);
    return body.replaceFirst(".*\"signedAt\":\"([^\"]*)\".*", "$1");
  }

  /// Returns whether each signature of a request is right.
  private static List<Boolean> isSigned(Received request) {
    String id = request.headers().get("webhook-id");
    return List.of(
        PayloadSignatures.xCdrSignature(TestStores.KEY, request.body())
            .equals(request.headers().get("X-CDR-Signature")),
        PayloadSignatures.webhookSignature(
                List.of(TestStores.KEY), id, timestamp(request), request.body())
            .equals(request.headers().get("webhook-signature")));
  }

  private static long timestamp(Received request) {
    return Long.parseLong(request.headers().get("webhook-timestamp"));
  }

  /// Sends a test, as a person who asks for it does, and returns its attempt.
  private Attempt tested(boolean refusals) throws IOException {
    Delivery test = system.sendTest(new TestOptions(false, refusals));
    return system.deliveries.attempts(test.id()).getFirst();
  }
}
