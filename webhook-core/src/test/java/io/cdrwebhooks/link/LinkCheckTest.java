package io.cdrwebhooks.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LinkCheckTest {
  private static final AccessToken TOKEN = AccessToken.of(new UUID(1, 2));
  private static final DeliveryId DELIVERY = new DeliveryId("dlv_0123456789abcdef0123456789abcdef");
  private static final ReportVersion REPORT =
      new ReportVersion("b", new ReportKey(new TaskId(1), "a.zip"), Optional.of("v1"));
  private static final Instant ISSUED = Instant.parse("2023-01-09T11:20:09.987654321Z");
  private static final Instant VALID_UNTIL = Instant.parse("2023-01-10T11:20:09Z");
  private static final DownloadLink LINK =
      new DownloadLink(TOKEN.hash(), DELIVERY, REPORT, VALID_UNTIL, false);
  private static final DownloadLink REVOKED =
      new DownloadLink(TOKEN.hash(), DELIVERY, REPORT, VALID_UNTIL, true);

  @Test
  void linkIsIssuedFor24HoursInWholeSeconds() {
    Delivery delivery = Samples.delivery();
    DownloadLink link = DownloadLink.issue(TOKEN, delivery, ISSUED);
    assertThat(link)
        .isEqualTo(
            new DownloadLink(
                TOKEN.hash(),
                delivery.id(),
                delivery.report(),
                VALID_UNTIL,
                false,
                new SecondFactor.None(),
                delivery.configurationId(),
                Optional.empty()));
    assertThat(link.toString()).doesNotContain(TOKEN.reveal());
  }

  @Test
  void endOfALinkMustBeAWholeSecond() {
    assertThatThrownBy(
            () -> new DownloadLink(TOKEN.hash(), DELIVERY, REPORT, VALID_UNTIL.plusNanos(1), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tokenIsValidUpToAndIncludingValidUntil() {
    assertThat(check(LINK, ISSUED)).isEqualTo(new LinkCheck.Valid(LINK));
    assertThat(check(LINK, VALID_UNTIL)).isEqualTo(new LinkCheck.Valid(LINK));
  }

  @Test
  void tokenIsExpiredAfterwardsFor30Days() {
    Instant last = VALID_UNTIL.plus(Duration.ofDays(30));
    assertThat(LINK.forgottenAt()).isEqualTo(last);
    assertThat(check(LINK, VALID_UNTIL.plusNanos(1))).isEqualTo(new LinkCheck.Expired());
    assertThat(check(LINK, last)).isEqualTo(new LinkCheck.Expired());
  }

  @Test
  void forgottenTokenIsUnknownEvenIfStillStored() {
    assertThat(check(LINK, LINK.forgottenAt().plusNanos(1))).isEqualTo(new LinkCheck.Unknown());
  }

  @Test
  void tokenNeverIssuedIsUnknown() {
    assertThat(LinkCheck.of(Optional.empty(), ISSUED)).isEqualTo(new LinkCheck.Unknown());
  }

  @Test
  void revokedTokenIsUnknownAtAnyTime() {
    for (Instant now : new Instant[] {ISSUED, VALID_UNTIL, VALID_UNTIL.plusSeconds(1)}) {
      assertThat(check(REVOKED, now)).isEqualTo(new LinkCheck.Unknown());
    }
  }

  private static LinkCheck check(DownloadLink link, Instant now) {
    return LinkCheck.of(Optional.of(link), now);
  }
}
