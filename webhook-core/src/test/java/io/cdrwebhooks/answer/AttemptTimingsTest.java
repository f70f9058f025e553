package io.cdrwebhooks.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptTimingsTest {
  private static final Optional<Duration> NOT_REACHED = Optional.empty();

  @Test
  void phaseMayBeZeroButNotNegative() {
    Optional<Duration> none = Optional.of(Duration.ZERO);
    assertThat(new AttemptTimings(none, none, none, none).connect()).contains(Duration.ZERO);

    Optional<Duration> negative = Optional.of(Duration.ofNanos(-1));
    assertThatThrownBy(() -> new AttemptTimings(negative, NOT_REACHED, NOT_REACHED, NOT_REACHED))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AttemptTimings(none, none, none, negative))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
