package io.cdrwebhooks.dispatch.attempt;

import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.dispatch.exchange.ExchangeResult;
import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MadeAttemptTest {
  @Test
  void textOfAnExchangeContainsNoSecret() {
    MadeAttempt.Exchange exchange =
        new MadeAttempt.Exchange(
            START,
            Duration.ZERO,
            Samples.sentRequest(Samples.delivery()),
            new ExchangeResult.Blocked("no"),
            List.of("s3cretKey"),
            Optional.empty());
    assertThat(exchange.toString()).doesNotContain("s3cretKey");
  }
}
