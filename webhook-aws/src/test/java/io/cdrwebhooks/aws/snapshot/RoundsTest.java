package io.cdrwebhooks.aws.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoundsTest {
  @Test
  void givenNumberOfRoundsStarts() {
    Rounds rounds = new Rounds(2);

    assertThat(rounds.next()).isTrue();
    assertThat(rounds.next()).isTrue();
    assertThat(rounds.next()).isFalse();
  }

  @Test
  void noRoundBeginsAfterTheDeadline() {
    assertThat(new Rounds(2, Duration.ZERO).next()).isFalse();
  }
}
