package io.cdrwebhooks.dispatch.attempt;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignaturePeriods.Turn;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.PayloadSignatures;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.TestStores;
import io.cdrwebhooks.lane.Breaker;
import io.cdrwebhooks.report.ObjectKey.ReportKey.TestOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests which Signatures sign an announcement, and what a test with the planned one shows.
class NextSignatureTest {
  private static final SignatureKey NEXT = new SignatureKey("the-next-signature");

  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();

  @Test
  void onlyTheNextSignatureSignsItsTest() throws IOException {
    plan();
    Delivery test = system.sendTest(new TestOptions(true, false));
    Delivery usual = system.sendTest(new TestOptions(false, false));

    assertThat(signature(0)).isEqualTo(signedBy(NEXT, 0));
    assertThat(signature(1)).isEqualTo(signedBy(TestStores.KEY, 1));
    assertThat(system.receiver.received.getFirst().headers().get("webhook-signature").split(" "))
        .hasSize(1);
    assertThat(hints(test)).containsExactly("ure");
    assertThat(hints(usual)).containsExactly(TestStores.KEY.hint());
    assertThat(stored(test).status()).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  void attemptInAnOverlapKeepsTheHintsOfBoth() throws IOException {
    rotate(new Turn(system.now, Duration.ofDays(1)));

    system.invoke(event(system.put("tx00001.zip", "v1")));

    assertThat(hints(system.delivery())).containsExactly("ure", TestStores.KEY.hint());
  }

  /// The receiver accepts the next Signature; it still refuses the present one.
  @Test
  void acceptedTestOfTheNextSignatureDoesNotCloseTheBreaker() throws IOException {
    plan();
    system.receiver.answer(500, "down");
    for (int i = 0; i < 5; i++) {
      system.invoke(event(system.put("tx0000" + i + ".zip", "v1", Map.of("number-of-lines", "2"))));
    }
    Breaker open = system.lanes.find(CONFIGURATION).breaker();
    assertThat(open.isOpen()).isTrue();
    system.receiver.answer(
        exchange -> {
          String body =
              new String(system.receiver.received.getLast().body(), StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(body.contains("webhook-test-next-") ? 200 : 500, -1);
        });

    Delivery test = system.sendTest(new TestOptions(true, false));

    assertThat(stored(test).progress().lastAttempt().number()).isEqualTo(1);
    assertThat(system.lanes.find(CONFIGURATION).breaker().failingSince())
        .isEqualTo(open.failingSince());
  }

  private void plan() {
    rotate(new Turn(system.now.plus(Duration.ofDays(1)), Duration.ofDays(1)));
  }

  private void rotate(Turn turn) {
    WebhookConfiguration was = system.configuration();
    system.configurations.replace(
        was.withSignatures(
            was.signatures()
                .rotated(new SealedSignature("plain", "the-next-signature"), NEXT, turn, system.now)
                .orElseThrow(),
            system.now),
        was.revision());
  }

  private Delivery stored(Delivery delivery) {
    return system.deliveries.find(delivery.id()).orElseThrow();
  }

  private List<String> hints(Delivery delivery) {
    return system.deliveries.attempts(delivery.id()).getFirst().request().orElseThrow().keyHints();
  }

  private String signature(int request) {
    return system.receiver.received.get(request).headers().get("X-CDR-Signature");
  }

  private String signedBy(SignatureKey key, int request) {
    return PayloadSignatures.xCdrSignature(key, system.receiver.received.get(request).body());
  }
}
