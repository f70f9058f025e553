package io.cdrwebhooks.dispatch.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.DueIndex.Due;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageRuleTest {
  private static final Instant DUE_AT = Samples.NOW;
  private static final DueWork LANE = new DueWork.OfLane(Samples.configurationId());
  private static final DueWork CHECK = new DueWork.OfDelivery(Samples.delivery().id());

  private final MessageRule rule = new MessageRule(Duration.ofMinutes(1));

  @Test
  void entryThatIsNotYetDueGetsItsFirstMessage() {
    Due entry = new Due(CHECK, DUE_AT);
    assertThat(rule.wantsMessage(entry, DUE_AT.minusSeconds(90))).isTrue();
    assertThat(rule.wantsMessage(entry, DUE_AT)).isTrue();
  }

  @Test
  void slightlyLateEntryCountsAsInFlightUnlessItIsALane() {
    Due check = new Due(CHECK, DUE_AT);
    assertThat(rule.wantsMessage(check, DUE_AT.plusMillis(1))).isFalse();
    assertThat(rule.wantsMessage(check, DUE_AT.plusSeconds(30).minusMillis(1))).isFalse();
    assertThat(rule.wantsMessage(check, DUE_AT.plusSeconds(30))).isTrue();
    assertThat(rule.wantsMessage(new Due(LANE, DUE_AT), DUE_AT.plusMillis(1))).isTrue();
  }

  @Test
  void messageSentAheadCountsAsLostAfterFiveSweepsOrOneOfALane() {
    Instant ahead = DUE_AT.minusSeconds(90);
    assertRepeatedAt(new Due(CHECK, DUE_AT, Optional.of(ahead)), DUE_AT.plusSeconds(5 * 60));
    assertRepeatedAt(new Due(LANE, DUE_AT, Optional.of(ahead)), DUE_AT.plusSeconds(60));
  }

  @Test
  void overdueMessageIsRepeatedAfter60SweepsOrFiveOfALane() {
    Instant late = DUE_AT.plusSeconds(10);
    assertRepeatedAt(new Due(CHECK, DUE_AT, Optional.of(late)), late.plusSeconds(60 * 60));
    assertRepeatedAt(new Due(LANE, DUE_AT, Optional.of(late)), late.plusSeconds(5 * 60));
    assertRepeatedAt(new Due(LANE, DUE_AT, Optional.of(DUE_AT)), DUE_AT.plusSeconds(5 * 60));
  }

  private void assertRepeatedAt(Due entry, Instant time) {
    assertThat(rule.wantsMessage(entry, time.minusMillis(1))).isFalse();
    assertThat(rule.wantsMessage(entry, time)).isTrue();
  }
}
