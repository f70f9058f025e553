package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.awsevents.NoticeJson;
import io.cdrwebhooks.notice.Digest;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalNoticesTest {
  private static final Notice FAILED =
      new Notice.DeliveryFailed(
          Samples.delivery().id(),
          new TaskId(7),
          Samples.configurationId(),
          "tx\n1.zip",
          "The receiver answered 503");
  private static final Notice DISABLED =
      new Notice.ConfigurationDisabled(
          Samples.configurationId(),
          "Billing",
          "The receiver answered 410",
          Samples.delivery().id());
  private static final Notice FAILING =
      new Notice.ConfigurationFailing(
          Samples.configurationId(), "Billing", Samples.NOW, Samples.delivery().id());
  private static final Notice UNUSED =
      new Notice.LinkUnused(
          Samples.delivery().id(),
          new TaskId(7),
          Samples.configurationId(),
          "tx 1.zip",
          Samples.NOW);

  private final List<String> lines = new ArrayList<>();
  private final List<String> events = new ArrayList<>();

  @Test
  void eachNoticeIsOneLineToRead() {
    LocalNotices notices = new LocalNotices(lines::add, events::add);
    Notice.DeliveryDigest digest =
        new Notice.DeliveryDigest(
            new Digest(
                Samples.configurationId(),
                2,
                488,
                0,
                "",
                Samples.NOW,
                Samples.delivery().id(),
                "The receiver answered 503",
                Samples.NOW),
            "Billing");
    List.of(FAILED, DISABLED, FAILING, UNUSED, digest).forEach(notices::send);

    assertThat(lines).hasSize(5).allSatisfy(line -> assertThat(line).hasLineCount(1));
    assertThat(lines.get(0)).startsWith("Delivery failed: tx\uFFFD1.zip").endsWith("answered 503");
    assertThat(lines.get(1)).startsWith("Configuration disabled: \"Billing\"").endsWith("410");
    assertThat(lines.get(2)).startsWith("Configuration failing: ").contains("\"Billing\"");
    assertThat(lines.get(3)).startsWith("Download link unused: ").contains("tx 1.zip");
    assertThat(lines.get(4)).isEqualTo("Delivery digest: " + digest.text());
    assertThat(events).startsWith(NoticeJson.event(FAILED)).hasSize(5);
  }
}
