package io.cdrwebhooks.dispatch.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.receiver.ReceiverRules;
import java.time.Duration;

/// Sends one request to a receiver that answers with given bytes, and checks the result.
final class AnsweredExchange {
  private AnsweredExchange() {}

  static ExchangeResult post(String answer) throws Exception {
    try (RawReceiver receiver = RawReceiver.answering(answer)) {
      return post(receiver);
    }
  }

  static ExchangeResult post(RawReceiver receiver) throws Exception {
    try (ReceiverExchange exchange =
        TestExchange.with(
            ReceiverRules.LOCAL,
            TestExchange.LOOPBACK,
            new ExchangeLimits(
                TestExchange.PATIENT.resolve(),
                TestExchange.PATIENT.connect(),
                Duration.ofSeconds(2),
                true))) {
      ExchangeResult result = exchange.post(TestExchange.request(receiver.url()));
      assertThat(receiver.connections).hasValue(1);
      return result;
    }
  }

  static void assertAnswered(ExchangeResult result, String answer) {
    assertThat(result)
        .isInstanceOfSatisfying(
            ExchangeResult.Answered.class,
            answered -> {
              assertThat(answered.statusCode()).isEqualTo(200);
              assertThat(answered.answer()).asString().isEqualTo(answer);
            });
  }
}
