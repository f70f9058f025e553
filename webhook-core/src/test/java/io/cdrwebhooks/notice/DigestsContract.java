package io.cdrwebhooks.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Race;
import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/// The contract of every store of digests.
public interface DigestsContract {
  Instant NOW = Samples.NOW;

  Digests digests();

  @Test
  default void digestCountsAdditionsAndIsDueAtItsSendTime() {
    ConfigurationId id = Samples.configurationId();
    assertThat(digests().find(id)).isEmpty();
    digests().add(failed(id, "the receiver answered 500"), NOW);
    digests().add(failed(id, "the receiver answered 503"), NOW.plusSeconds(60));
    Notice.LinkUnused unused = unused(id);
    digests().add(unused, NOW.plusSeconds(90));
    digests().add(failed(Samples.configurationId(), "of another"), NOW);

    assertThat(digests().find(id))
        .contains(
            new Digest(
                id,
                2,
                1,
                0,
                "",
                NOW,
                unused.delivery(),
                "the receiver has not followed its download link",
                Digest.nextSendTime(id, NOW)));
  }

  @Test
  default void repeatedNoticeCountsOnce() {
    Notice.LinkUnused unused = unused(Samples.configurationId());
    digests().add(unused, NOW);
    digests().add(unused, NOW.plusSeconds(1));
    assertThat(found(unused.configuration()).unused()).isEqualTo(1);
    digests().remove(found(unused.configuration()), NOW.plusSeconds(2));
    digests().add(unused, NOW.plusSeconds(3));
    assertThat(found(unused.configuration()).unused()).as("in the next digest").isEqualTo(1);
  }

  @Test
  default void onlyOneWorkerPostponesADigest() {
    ConfigurationId id = Samples.configurationId();
    digests().add(unused(id), NOW);
    Digest digest = found(id);
    Instant next = digest.dueAt().plusSeconds(3_600);
    assertThat(digests().postpone(digest, next)).isTrue();
    assertThat(digests().postpone(digest, next)).isFalse();
    assertThat(found(id).dueAt()).isEqualTo(next);
    digests().add(unused(id), next.minusSeconds(9));
    assertThat(found(id).dueAt()).as("after another was added").isEqualTo(next);
  }

  @Test
  default void noticesAddedWhileADigestIsSentStay() {
    ConfigurationId id = Samples.configurationId();
    digests().add(unused(id), NOW);
    digests().add(failed(id, "why"), NOW);
    Digest sent = found(id);
    digests().add(failed(id, "why"), NOW.plusSeconds(1));
    digests().add(failed(id, "why"), NOW.plusSeconds(2));
    for (int repeat = 0; repeat < 2; repeat++) {
      digests().remove(sent, NOW.plusSeconds(3));
      assertThat(found(id).failed()).isEqualTo(2);
      assertThat(found(id).unused()).isZero();
      assertThat(found(id).since()).isEqualTo(NOW.plusSeconds(3));
    }
    assertThat(found(id).dueAt()).isEqualTo(sent.dueAt());
  }

  @Test
  default void repeatedRemovalKeepsALaterDigest() {
    ConfigurationId id = Samples.configurationId();
    digests().add(unused(id), NOW);
    Digest sent = found(id);
    digests().remove(sent, NOW.plusSeconds(1));
    assertThat(digests().find(id)).isEmpty();
    digests().add(unused(id), NOW.plusSeconds(2));
    digests().remove(sent, NOW.plusSeconds(3));
    assertThat(found(id).unused()).isEqualTo(1);
    assertThat(found(id).since()).isEqualTo(NOW.plusSeconds(2));
  }

  @Test
  default void warningIsInTheDigestOfItsConfiguration() {
    ConfigurationId id = Samples.configurationId();
    Notice.LinkUnused unused = unused(id);
    Notice.ConfigurationDisabled disabled = disabled(id, unused.delivery());
    digests().add(disabled, NOW);
    Digest begun = found(id);
    assertThat(begun)
        .isEqualTo(
            new Digest(
                id,
                0,
                0,
                1,
                disabled.warning(),
                NOW,
                disabled.delivery(),
                disabled.warning(),
                Digest.nextSendTime(id, NOW)));
    digests().add(unused, NOW.plusSeconds(1));
    assertThat(found(id).unused()).as("although it has the same delivery").isEqualTo(1);
    assertThat(found(id).warning()).isEqualTo(disabled.warning());
    assertThat(found(id).reason()).isEqualTo(unused.reason());

    digests().remove(begun, NOW.plusSeconds(2));
    assertThat(found(id).unused()).as("added since the digest was read").isEqualTo(1);
    assertThat(found(id).warnings()).isZero();
    digests().remove(found(id), NOW.plusSeconds(3));
    assertThat(digests().find(id)).isEmpty();
  }

  @Test
  default void warningAboutATaskHidesNoOther() {
    ConfigurationId id = Samples.configurationId();
    Notice.ConfigurationDisabled disabled = disabled(id, Samples.delivery().id());
    Notice.ReportOverdue overdue =
        new Notice.ReportOverdue(
            id, new TaskId(77), "Hourly", Samples.delivery().id(), NOW, NOW.plusSeconds(3_600));
    digests().add(disabled, NOW);
    digests().add(overdue, NOW.plusSeconds(1));
    Digest sent = found(id);
    assertThat(sent.warning()).isEqualTo(disabled.warning());
    assertThat(sent.warnings()).isEqualTo(2);

    digests().add(unused(id), NOW.plusSeconds(2));
    digests().remove(sent, NOW.plusSeconds(3));
    digests().add(overdue, NOW.plusSeconds(4));
    assertThat(found(id).warning()).isEqualTo(overdue.warning());
    digests().add(disabled, NOW.plusSeconds(5));
    assertThat(found(id).warning()).isEqualTo(disabled.warning());
  }

  @Test
  default void warningThatIsAddedWhileADigestIsSentStays() {
    ConfigurationId id = Samples.configurationId();
    digests().add(unused(id), NOW);
    Digest sent = found(id);
    digests().add(disabled(id, Samples.delivery().id()), NOW.plusSeconds(1));
    digests().remove(sent, NOW.plusSeconds(2));
    assertThat(found(id).warnings()).isEqualTo(1);
    assertThat(found(id).unused()).isZero();
    digests().remove(found(id), NOW.plusSeconds(3));
    assertThat(digests().find(id)).isEmpty();
  }

  @Test
  default void secondHasFivePermitsTheLastOneForTheTopicOfAlarms() {
    Instant second = NOW.plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
    for (int mail = 0; mail < 4; mail++) {
      assertThat(digests().takePermit(MailTopic.NOTICES, second.plusMillis(mail * 199))).isTrue();
    }
    assertThat(digests().takePermit(MailTopic.NOTICES, second.plusMillis(999))).isFalse();
    assertThat(digests().takePermit(MailTopic.ALARMS, second.plusMillis(999))).isTrue();
    assertThat(digests().takePermit(MailTopic.ALARMS, second.plusMillis(999))).isFalse();
    assertThat(digests().takePermit(MailTopic.NOTICES, second.plusMillis(1_000))).isTrue();
  }

  @Test
  default void minuteHasPermitsOfChangesThatNoOtherMailTakes() {
    Instant minute = NOW.plus(Duration.ofDays(2)).truncatedTo(ChronoUnit.MINUTES);
    for (int mail = 0; mail < 5; mail++) {
      boolean _ = digests().takePermit(MailTopic.ALARMS, minute);
    }
    for (int mail = 0; mail < 3; mail++) {
      assertThat(digests().takePermitOfChanges(3, minute.plusSeconds(mail * 19))).isTrue();
    }
    assertThat(digests().takePermitOfChanges(3, minute.plusSeconds(59))).isFalse();
    assertThat(digests().takePermitOfChanges(4, minute.plusSeconds(59))).isTrue();
    assertThat(digests().takePermitOfChanges(4, minute.plusSeconds(59))).isFalse();
    assertThat(digests().takePermitOfChanges(3, minute.plusSeconds(60))).isTrue();
  }

  private static Notice.ConfigurationDisabled disabled(ConfigurationId id, DeliveryId delivery) {
    return new Notice.ConfigurationDisabled(
        id, "Billing", "the receiver answered 410 Gone", delivery, true);
  }

  @Test
  default void noNoticeIsLostAmongManyWriters() {
    ConfigurationId id = Samples.configurationId();
    Race.of(
        20,
        i ->
            () -> {
              digests().add(unused(id), NOW);
              return i;
            });
    assertThat(found(id).unused()).isEqualTo(20);
  }

  private Digest found(ConfigurationId id) {
    return digests().find(id).orElseThrow();
  }

  private static Notice.DeliveryFailed failed(ConfigurationId id, String reason) {
    return new Notice.DeliveryFailed(
        Samples.delivery().id(), Samples.taskId(), id, "tx 1.zip", reason);
  }

  private static Notice.LinkUnused unused(ConfigurationId id) {
    return new Notice.LinkUnused(Samples.delivery().id(), Samples.taskId(), id, "tx 1.zip", NOW);
  }
}
