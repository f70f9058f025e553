package io.cdrwebhooks.aws.awsevents;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.notice.Digest;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Tests the texts that EventBridge rules and other programs match.
class NoticeJsonTest {
  private static final ConfigurationId CONFIGURATION =
      new ConfigurationId("cfg_0123456789abcdef0123456789abcdef");
  private static final DeliveryId DELIVERY = new DeliveryId("dlv_fedcba9876543210fedcba9876543210");
  private static final TaskId TASK = new TaskId(42);

  /// `detail` has single quotation marks, and short names of the two ids.
  private static void assertEvent(Notice notice, String kind, String detail) {
    assertThat(NoticeJson.kind(notice)).isEqualTo(kind);
    assertThat(NoticeJson.detail(notice))
        .isEqualTo(
            detail
                .replace('\'', '"')
                .replace("CFG", CONFIGURATION.value())
                .replace("DLV", DELIVERY.value()));
  }

  @Test
  void failingConfigurationHasItsFields() {
    Notice notice =
        new Notice.ConfigurationFailing(
            CONFIGURATION, "Billing", Instant.parse("2026-03-01T12:00:00.120Z"), DELIVERY);

    assertEvent(
        notice,
        "Configuration failing",
        "{'configurationId':'CFG','configurationName':'Billing',"
            + "'since':'2026-03-01T12:00:00.120Z','deliveryId':'DLV'}");
  }

  @Test
  void expiringCertificateHasItsFields() {
    Notice notice =
        new Notice.CertificateExpiring(
            CONFIGURATION, "Billing", Instant.parse("2026-03-01T12:00:00Z"), DELIVERY);

    assertEvent(
        notice,
        "Certificate expiring",
        "{'configurationId':'CFG','configurationName':'Billing',"
            + "'notAfter':'2026-03-01T12:00:00Z','deliveryId':'DLV'}");
  }

  @Test
  void disabledConfigurationHasItsFields() {
    Notice notice =
        new Notice.ConfigurationDisabled(
            CONFIGURATION, "Billing", "The receiver answered 410", DELIVERY);

    assertEvent(
        notice,
        "Configuration disabled",
        "{'configurationId':'CFG','configurationName':'Billing',"
            + "'reason':'The receiver answered 410','deliveryId':'DLV'}");
  }

  /// The rules for mail match only notices without the field.
  @Test
  void onlyANoticeThatIsMailedLaterSaysSo() {
    Notice.ConfigurationDisabled disabled =
        new Notice.ConfigurationDisabled(CONFIGURATION, "Billing", "410", DELIVERY);
    Notice.ConfigurationFailing failing =
        new Notice.ConfigurationFailing(CONFIGURATION, "Billing", Instant.EPOCH, DELIVERY);

    assertThat(NoticeJson.detail(failing)).doesNotContain("mailLater");
    assertThat(NoticeJson.detail(disabled.mailedLater())).endsWith(",\"mailLater\":true}");
    assertThat(NoticeJson.detail(failing.mailedLater())).endsWith(",\"mailLater\":true}");
  }

  @Test
  void overdueReportHasItsFieldsAndIsMailedLater() {
    Instant last = Instant.parse("2026-03-01T12:00:00.120Z");
    Notice overdue =
        new Notice.ReportOverdue(
            CONFIGURATION, TASK, "Calls", DELIVERY, last, last.plusSeconds(3_600));
    Notice late =
        new Notice.ReportArrivedLate(
            CONFIGURATION,
            TASK,
            "Calls",
            DELIVERY,
            last,
            last.minusSeconds(3_600),
            last.minusSeconds(3_000));

    assertThat(NoticeJson.kind(overdue)).isEqualTo("Report overdue");
    assertThat(NoticeJson.detail(overdue))
        .isEqualTo(
            "{\"configurationId\":\"cfg_0123456789abcdef0123456789abcdef\","
                + "\"taskId\":42,"
                + "\"taskName\":\"Calls\","
                + "\"lastReportAt\":\"2026-03-01T12:00:00.120Z\","
                + "\"expectedAt\":\"2026-03-01T13:00:00.120Z\","
                + "\"deliveryId\":\"dlv_fedcba9876543210fedcba9876543210\","
                + "\"mailLater\":true}");
    assertThat(NoticeJson.kind(late)).isEqualTo("Report arrived late");
    assertThat(NoticeJson.detail(late))
        .contains(
            "\"uploadedAt\":\"2026-03-01T12:00:00.120Z\"",
            "\"overdueAt\":\"2026-03-01T11:10:00.120Z\"",
            "\"mailLater\":true");
  }

  @Test
  void failedDeliveryHasItsFields() {
    Notice notice =
        new Notice.DeliveryFailed(
            DELIVERY, TASK, CONFIGURATION, "tx 1.zip", "The receiver answered 503");

    assertEvent(
        notice,
        "Delivery failed",
        "{'deliveryId':'DLV','taskId':42,'configurationId':'CFG',"
            + "'fileName':'tx 1.zip','reason':'The receiver answered 503'}");
  }

  @Test
  void unusedLinkHasItsFields() {
    Notice notice =
        new Notice.LinkUnused(
            DELIVERY, TASK, CONFIGURATION, "tx 1.zip", Instant.parse("2026-03-02T12:00:00Z"));

    assertEvent(
        notice,
        "Download link unused",
        "{'deliveryId':'DLV','taskId':42,'configurationId':'CFG',"
            + "'fileName':'tx 1.zip','validUntil':'2026-03-02T12:00:00Z'}");
  }

  @Test
  void digestOfDeliveries() {
    Instant since = Instant.parse("2026-03-01T12:00:00.120Z");
    Notice.DeliveryDigest notice =
        new Notice.DeliveryDigest(
            new Digest(
                CONFIGURATION, 2, 488, 0, "", since, DELIVERY, "The receiver answered 503", since),
            "Billing");

    assertThat(NoticeJson.kind(notice)).isEqualTo("Delivery digest");
    assertThat(NoticeJson.detail(notice))
        .isEqualTo(
            "{\"configurationId\":\"cfg_0123456789abcdef0123456789abcdef\","
                + "\"configurationName\":\"Billing\","
                + "\"failedDeliveries\":2,"
                + "\"unusedLinks\":488,"
                + "\"since\":\"2026-03-01T12:00:00.120Z\","
                + "\"deliveryId\":\"dlv_fedcba9876543210fedcba9876543210\","
                + "\"reason\":\"The receiver answered 503\","
                + "\"text\":\""
                + notice.text()
                + "\"}");
  }

  @Test
  void eventIsOneLineWithAnyText() {
    Notice notice =
        new Notice.DeliveryFailed(
            DELIVERY, TASK, CONFIGURATION, "a\"\n\u0001\u00e4.zip", "\\ \u20ac");

    assertThat(NoticeJson.event(notice))
        .isEqualTo(
            "{\"source\":\"cdr-webhooks\",\"detail-type\":\"Delivery failed\",\"detail\":"
                + NoticeJson.detail(notice)
                + "}")
        .contains("\"fileName\":\"a\\\"\\n\\u0001\u00e4.zip\",\"reason\":\"\\\\ \u20ac\"")
        .hasLineCount(1);
  }
}
