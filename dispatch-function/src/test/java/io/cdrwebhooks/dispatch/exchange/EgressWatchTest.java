package io.cdrwebhooks.dispatch.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.answer.AttemptTimings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EgressWatchTest {
  private static final ExchangeResult ANSWERED =
      new ExchangeResult.Answered(
          "192.0.2.1:443", 200, new byte[0], List.of(), Optional.empty(), AttemptTimings.NONE);
  private static final ExchangeResult UNREACHABLE =
      new ExchangeResult.Unreachable(Optional.empty(), "silent", AttemptTimings.NONE);

  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private boolean egressWorks = true;
  private final EgressWatch withCanary = new EgressWatch(Optional.of(() -> egressWorks), () -> now);
  private final EgressWatch withoutCanary = new EgressWatch(Optional.empty(), () -> now);

  private void passes(Duration time) {
    now = now.plus(time);
  }

  private void answered(EgressWatch watch, String host, Instant begunAt) throws Exception {
    assertThat(watch.unlessOurFault(host, begunAt, ANSWERED)).isSameAs(ANSWERED);
  }

  /// An exchange that just failed.
  private static boolean isOurFault(EgressWatch watch, String host, Instant begunAt)
      throws Exception {
    try {
      assertThat(watch.unlessOurFault(host, begunAt, UNREACHABLE)).isSameAs(UNREACHABLE);
      return false;
    } catch (OurFaultException e) {
      assertThat(e).hasMessage("our network reaches no receiver: " + host + ": silent");
      return true;
    }
  }

  @Test
  void fewFailingHostsAreAtFault() throws Exception {
    for (int host = 0; host < 4; host++) {
      assertThat(isOurFault(withoutCanary, "host" + host, now)).isFalse();
      assertThat(isOurFault(withoutCanary, "host" + host, now)).as("the same again").isFalse();
    }
  }

  @Test
  void manyHostsFailingWithinAMinuteAreOurFault() throws Exception {
    for (int host = 0; host < 4; host++) {
      assertThat(isOurFault(withoutCanary, "host" + host, now)).isFalse();
    }
    assertThat(isOurFault(withoutCanary, "host4", now)).isTrue();
    passes(Duration.ofSeconds(61));
    assertThat(isOurFault(withoutCanary, "host5", now)).as("the others failed long ago").isFalse();
  }

  @Test
  void oneReachedHostShowsThatOurEgressWorks() throws Exception {
    answered(withoutCanary, "host9", now);
    for (int host = 0; host < 9; host++) {
      assertThat(isOurFault(withoutCanary, "host" + host, now)).isFalse();
    }
  }

  @Test
  void failingHostsAreAtFaultWhileTheCanaryWorks() throws Exception {
    for (int host = 0; host < 9; host++) {
      Instant begunAt = now;
      passes(Duration.ofMillis(1));
      assertThat(isOurFault(withCanary, "host" + host, begunAt)).isFalse();
    }
  }

  /// Egress breaks at the moment in which another receiver has answered.
  @Test
  void answerBeforeTheFailureDoesNotProveEgress() throws Exception {
    Instant begunAt = now;
    passes(Duration.ofSeconds(14));
    answered(withCanary, "fast", now.minusMillis(50));
    assertThat(isOurFault(withCanary, "down", begunAt)).isFalse();
    egressWorks = false;

    assertThat(isOurFault(withCanary, "host", begunAt)).isTrue();
  }

  /// The attempt begins before the repair and times out after it, when the canary works again.
  @Test
  void attemptBegunDuringAnOutageIsOurFault() throws Exception {
    egressWorks = false;
    assertThat(isOurFault(withCanary, "other", now)).isTrue();
    passes(Duration.ofSeconds(30));
    Instant begunAt = now;
    passes(Duration.ofSeconds(3));
    Instant begunTooAt = now;
    egressWorks = true;
    passes(Duration.ofSeconds(1));
    assertThat(isOurFault(withCanary, "host", begunAt)).isTrue();
    assertThat(isOurFault(withCanary, "host", begunTooAt)).isTrue();

    passes(Duration.ofMillis(1));
    begunAt = now;
    passes(Duration.ofMillis(1));
    assertThat(isOurFault(withCanary, "host", begunAt)).as("begun after the repair").isFalse();
  }

  @Test
  void answerEndsAnOutageToo() throws Exception {
    egressWorks = false;
    assertThat(isOurFault(withCanary, "other", now)).isTrue();
    passes(Duration.ofSeconds(30));
    Instant begunAt = now;
    egressWorks = true;
    passes(Duration.ofSeconds(1));
    answered(withCanary, "other", now.minusMillis(50));
    assertThat(isOurFault(withCanary, "host", begunAt)).isTrue();
    assertThat(isOurFault(withCanary, "host", now.plusMillis(1))).isFalse();
  }

  /// DNS breaks, and a request that had connected before is answered.
  @Test
  void answerToAnOlderRequestDoesNotEndAnOutage() throws Exception {
    Instant connectedAt = now;
    passes(Duration.ofSeconds(1));
    egressWorks = false;
    assertThat(isOurFault(withCanary, "host", now)).isTrue();
    passes(Duration.ofSeconds(1));
    answered(withCanary, "slow", connectedAt);
    passes(Duration.ofSeconds(1));
    Instant begunAt = now;
    passes(Duration.ofSeconds(3));
    egressWorks = true;
    assertThat(isOurFault(withCanary, "host", begunAt)).isTrue();
  }

  @Test
  void attemptBegunDuringAnOutageIsOurFaultWithoutACanary() throws Exception {
    for (int host = 0; host < 5; host++) {
      isOurFault(withoutCanary, "host" + host, now);
    }
    passes(Duration.ofSeconds(30));
    Instant begunAt = now;
    passes(Duration.ofSeconds(4));
    answered(withoutCanary, "host1", now.minusMillis(50));
    passes(Duration.ofSeconds(1));
    assertThat(isOurFault(withoutCanary, "host2", begunAt)).isTrue();
    assertThat(isOurFault(withoutCanary, "host2", now)).isFalse();
  }
}
