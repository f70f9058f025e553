package io.cdrwebhooks.dispatch.attempt;

import static io.cdrwebhooks.dispatch.TestEvents.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.answer.AnswerHeader;
import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.configuration.SealedHeader;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.SentRequest;
import io.cdrwebhooks.dispatch.DispatchSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests that each request has the configuration's own headers, and that no record shows a value.
class GatewayHeadersTest {
  private static final String KEY = "s3cret-Gateway-Key";
  private static final String TOKEN = "t0ken-0123456789";

  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();

  private void arrive() throws IOException {
    system.give(
        new GatewayCredentials(
            List.of(header("X-Api-Key", KEY), header("Authorization", "Bearer " + TOKEN)),
            Optional.empty()));
    assertThat(system.invoke(event(system.put("tx00001.zip", "v1")))).isEmpty();
  }

  private static SealedHeader header(String name, String value) {
    return new SealedHeader(name, new SealedSignature(DispatchSystem.HEADER, value));
  }

  @Test
  void requestHasEachHeaderOnceWithItsValue() throws IOException {
    List<Map<String, List<String>>> received = new CopyOnWriteArrayList<>();
    system.receiver.answer(
        exchange -> {
          received.add(Map.copyOf(exchange.getRequestHeaders()));
          exchange.sendResponseHeaders(200, -1);
        });
    arrive();

    assertThat(received).hasSize(1);
    assertThat(received.getFirst())
        .containsEntry("X-api-key", List.of(KEY))
        .containsEntry("Authorization", List.of("Bearer " + TOKEN));
    assertThat(received.getFirst().get("X-cdr-signature")).hasSize(1);
    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  void recordHasTheNamesAfterOursAndNoValue() throws IOException {
    arrive();

    Attempt attempt = system.deliveries.attempts(system.delivery().id()).getFirst();
    Map<String, String> kept =
        attempt.request().orElseThrow().headers(system.delivery().id(), attempt.startedAt());
    assertThat(new ArrayList<>(kept.keySet())).endsWith("X-Api-Key", "Authorization");
    assertThat(kept)
        .containsEntry("X-Api-Key", SentRequest.HIDDEN)
        .containsEntry("Authorization", SentRequest.HIDDEN);
    assertNothingShows(KEY, TOKEN);
  }

  /// Gateways show what they refuse, and a 401 asks for other credentials.
  @Test
  void echoedValuesAreRemovedFromTheAnswer() throws IOException {
    system.receiver.answer(
        exchange -> {
          exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"gateway\"");
          exchange.getResponseHeaders().set("X-Refused", "key " + KEY);
          byte[] echo = ("key " + KEY + " and " + TOKEN + " are unknown").getBytes(UTF_8);
          exchange.sendResponseHeaders(401, echo.length);
          exchange.getResponseBody().write(echo);
        });
    arrive();

    assertThat(system.receiver.received).hasSize(1);
    Attempt attempt = system.deliveries.attempts(system.delivery().id()).getFirst();
    assertThat(attempt.answer()).isEqualTo("key [removed] and [removed] are unknown");
    assertThat(attempt.answerHeaders())
        .contains(
            new AnswerHeader("Www-authenticate", SentRequest.HIDDEN),
            new AnswerHeader("X-refused", "key [removed]"));
    assertThat(attempt.reason()).isEqualTo("the receiver answered 401");
    assertNothingShows(KEY, TOKEN);
  }

  private void assertNothingShows(String... secrets) {
    assertThat(String.join("\n", system.log)).doesNotContain(secrets);
    assertThat(system.deliveries.attempts(system.delivery().id()).toString())
        .doesNotContain(secrets);
    assertThat(system.notices.toString()).doesNotContain(secrets);
  }
}
