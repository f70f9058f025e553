package io.cdrwebhooks.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestTest {
  private static final ConfigurationId ID =
      new ConfigurationId("cfg_0123456789abcdef0123456789abcdef");
  private static final DeliveryId DELIVERY = new DeliveryId("dlv_fedcba9876543210fedcba9876543210");

  @Test
  void sendTimesOfAConfigurationAreAnHourApart() {
    Instant sendTime = Digest.nextSendTime(ID, Samples.NOW);
    for (int next = 0; next < 30; next++) {
      assertThat(Digest.nextSendTime(ID, sendTime)).isEqualTo(sendTime.plusSeconds(3_600));
      assertThat(Digest.nextSendTime(ID, sendTime.minusSeconds(5)))
          .as("for a message that is early")
          .isEqualTo(sendTime.plusSeconds(3_600));
      sendTime = sendTime.plusSeconds(3_600);
    }
  }

  @Test
  void sweepFindsASendTimeBeforeItPasses() {
    for (int second = 0; second < 3_700; second++) {
      Instant now = Samples.NOW.plusSeconds(second);
      assertThat(Duration.between(now, Digest.nextSendTime(ID, now)))
          .isBetween(Duration.ofSeconds(120), Duration.ofSeconds(3_722));
    }
  }

  /// SNS suspends an address that gets more than ten mails in a second.
  @Test
  void sendTimesOfAThousandConfigurationsAreSpread() {
    SplittableRandom dice = new SplittableRandom(7);
    Map<Instant, Integer> inSecond = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      ConfigurationId id = ConfigurationId.of(new UUID(dice.nextLong(), dice.nextLong()));
      inSecond.merge(Digest.nextSendTime(id, Samples.NOW), 1, Integer::sum);
    }
    assertThat(inSecond.values()).allMatch(mails -> mails < 10);
  }

  @Test
  void textSaysWhatHappenedSinceWhenAndWhatToDo() {
    assertThat(text(2, 488, "Billing"))
        .isEqualTo(
            "2 deliveries failed and 488 announced reports were not fetched for the webhook"
                + " configuration 'Billing' since 2026-03-01T12:00:00Z. The latest is "
                + DELIVERY
                + ": the receiver answered 500. When the receiver works again, choose 'Resend"
                + " missed reports' on the page of the configuration in the console. To send a new"
                + " link to a report that was not fetched, choose 'Resend' on the page of its"
                + " delivery in the console.");
    assertThat(text(1, 0, "Billing")).startsWith("1 delivery failed for").doesNotContain("fetched");
    assertThat(text(0, 1, ""))
        .startsWith("1 announced report was not fetched for")
        .contains("deleted");
  }

  @Test
  void textBeginsWithWhatHappenedToTheConfiguration() {
    String warning =
        new Notice.ConfigurationDisabled(ID, "Billing", "the receiver answered 410 Gone", DELIVERY)
            .warning();
    Digest alone = new Digest(ID, 0, 0, 1, warning, Samples.NOW, DELIVERY, warning, Samples.NOW);
    String sentence =
        "The webhook configuration 'Billing': the service has disabled it, because the receiver"
            + " answered 410 Gone. It holds the deliveries until you enable the configuration.";
    assertThat(new Notice.DeliveryDigest(alone, "Billing").text()).isEqualTo(sentence);
    Digest more = new Digest(ID, 0, 2, 1, warning, Samples.NOW, DELIVERY, "why", Samples.NOW);
    assertThat(new Notice.DeliveryDigest(more, "Billing").text())
        .startsWith(sentence + " 2 announced reports were not fetched for");
  }

  @Test
  void textHasTheLastWarningAndCountsTheOthers() {
    String warning =
        new Notice.ReportOverdue(
                ID, new TaskId(42), "Calls", DELIVERY, Samples.NOW, Samples.NOW.plusSeconds(3_600))
            .warning();
    Digest three = new Digest(ID, 0, 0, 3, warning, Samples.NOW, DELIVERY, warning, Samples.NOW);

    assertThat(new Notice.DeliveryDigest(three, "Billing").text())
        .isEqualTo(
            "The webhook configuration 'Billing': the CDR task 42 'Calls' has produced no report"
                + " since 2026-03-01T12:00:00Z; one was expected at 2026-03-01T13:00:00Z. Check"
                + " whether its export runs. Since the last digest it had 2 earlier warnings: see the"
                + " console.");
  }

  @ParameterizedTest
  @CsvSource({"PT119M59S, 119 minutes", "PT2H, 2 hours", "PT49H, 49 hours"})
  void lateReportSaysHowLateItWas(Duration late, String words) {
    Notice.ReportArrivedLate notice =
        new Notice.ReportArrivedLate(
            ID,
            new TaskId(42),
            "Calls",
            DELIVERY,
            Samples.NOW.plus(late),
            Samples.NOW,
            Samples.NOW.plusSeconds(600));

    assertThat(notice.warning()).endsWith(words + " late.");
    assertThat(notice.mailLater()).as("the digest has it").isTrue();
  }

  private static String text(long failed, long unused, String name) {
    Digest digest =
        new Digest(
            ID,
            failed,
            unused,
            0,
            "",
            Samples.NOW,
            DELIVERY,
            "the receiver answered 500",
            Samples.NOW);
    return new Notice.DeliveryDigest(digest, name).text();
  }
}
