package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.awsevents.NoticeJson;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.notice.Notice.ReceiverChanged.Mail;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.InterceptedCalls;
import io.cdrwebhooks.testing.Samples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests that people get a notice when reports go elsewhere or are signed otherwise, and only then.
class ReceiverChangedTest {
  private static final String URL = "https://receiver.example/cdr";

  private final TestApi api = new TestApi();
  private final String path = api.configured("Acme");

  @Test
  void changedUrlSendsNoticeWithActorAndBothUrls() {
    api.send(
        TestApi.request("PUT", path, TestApi.replacement("Acme"))
            .withHeader("if-match", "*")
            .withClaims(Map.of("sub", "operator-1", "client_id", "console")));

    assertThat(only().text())
        .isEqualTo(
            "operator-1 (client console) changed the URL of the webhook configuration 'Acme' from"
                + " https://receiver.example/cdr to https://receiver.example at"
                + " 2026-03-01T10:00:00Z, from the address 203.0.113.7. If this was not intended,"
                + " disable the configuration, and look at 'Changes' in the console.");
    assertThat(NoticeJson.detail(only()))
        .contains("\"configurationId\":\"" + TestApi.idIn(path) + "\"", "\"what\":\"URL\"");
  }

  @Test
  void anotherSignatureIsNamedByItsHint() {
    assertThat(
            api.post(path + "/signature", "*", "{\"signature\":\"" + TestApi.SIGNATURE + "xyz\"}")
                .status())
        .isEqualTo(200);

    assertThat(only().what()).isEqualTo("Signature");
    assertThat(only().from()).isEqualTo("sts");
    assertThat(only().to()).isEqualTo("xyz");
  }

  /// The caller chooses how the new one ends.
  @Test
  void rotationToASignatureWithTheSameEndIsNoticed() {
    String body = "{\"signature\":\"another-one-" + TestApi.SIGNATURE + "\"}";
    assertThat(api.post(path + "/signature", "\"9\"", body).status()).isEqualTo(412);
    assertThat(api.notices).isEmpty();

    assertThat(api.post(path + "/signature", "*", body).status()).isEqualTo(200);
    assertThat(only().what()).isEqualTo("Signature");
  }

  @Test
  void renameOrRefusedChangeSendsNoNotice() {
    api.put(path, "*", "{\"name\":\"Renamed\",\"url\":\"https://receiver.example/cdr\"}");
    api.put(path, "\"9\"", TestApi.replacement("Refused"));
    api.delete(path);

    assertThat(api.notices).isEmpty();
  }

  @Test
  void taskMovedToAnotherConfigurationSendsNotice() {
    String other = api.configured("Other");
    api.storeTask(7, Optional.of(path));
    ConfigurationId id = TestApi.idIn(other);

    api.put(
        "/cdr-tasks/7", "*", "{\"taskName\":\"Task 7\",\"webhookConfigurationId\":\"" + id + "\"}");

    assertThat(only().what()).isEqualTo("receiver");
    assertThat(only().from()).isEqualTo(TestApi.idIn(path).value());
    assertThat(only().to()).isEqualTo(id.value());
    assertThat(only().configuration()).isEqualTo(id.value());
  }

  /// A program that sets up a customer creates tasks before they have reports.
  @Test
  void newTaskWithoutReportsSendsNoNotice() {
    store(new TaskId(8), DeliveryStatus.UNROUTED);
    save(7, path);

    assertThat(api.notices).isEmpty();
  }

  @Test
  void newTaskWithUnroutedReportsSendsNotice() {
    store(new TaskId(7), DeliveryStatus.UNROUTED);
    save(7, path);

    assertThat(only().what()).isEqualTo("receiver");
    assertThat(only().from()).isEqualTo("none");
    assertThat(only().to()).isEqualTo(TestApi.idIn(path).value());
    assertThat(only().text()).contains("the receiver of the CDR task 7 'Task 7' from none to cfg_");
  }

  @Test
  void recreatedTaskSendsNoticeEachTime() {
    save(7, path);
    api.delete("/cdr-tasks/7");
    assertThat(only().to()).isEqualTo("none");
    api.notices.clear();

    save(7, api.configured("Other"));

    assertThat(only().from()).isEqualTo("none");
    assertThat(only().to()).startsWith("cfg_");
  }

  @Test
  void turnedOnTaskSendsNotice() {
    api.storeTask(7, Optional.empty());
    api.put(
        "/cdr-tasks/7",
        "*",
        "{\"taskName\":\"Task 7\",\"webhookConfigurationId\":\"" + TestApi.idIn(path) + "\"}");

    assertThat(only().from()).isEqualTo("none");
  }

  /// One notice too many is better than none.
  @Test
  void faultOfTheLookUpIsLoggedAndNoticed() {
    api.use(InterceptedCalls.unreachable(Deliveries.class));
    save(7, path);

    assertThat(api.log).anyMatch(line -> line.contains("\"event\":\"notice.check-failed\""));
    assertThat(only().what()).isEqualTo("receiver");
  }

  @ParameterizedTest
  @CsvSource({"signed-header, none, 1", "signed-header, networks, 1", "none, signed-header, 0"})
  void protectionThatIsTakenOffIsNoticed(String from, String to, int notices) {
    String signature = "{\"signature\":\"" + "long-enough-".repeat(4) + "\"}";
    assertThat(api.post(path + "/signature", "*", signature).status()).isEqualTo(200);
    assertThat(api.put(path, "*", protectedBy(from)).status()).isEqualTo(200);
    api.notices.clear();

    assertThat(api.put(path, "*", protectedBy(to)).status()).isEqualTo(200);

    assertThat(api.notices).hasSize(notices);
    if (notices == 1) {
      assertThat(only().what()).isEqualTo("download protection");
      assertThat(only().from()).isEqualTo(from);
      assertThat(only().to()).isEqualTo(to);
    }
  }

  private static String protectedBy(String protection) {
    return ("{\"name\":\"Acme\",\"url\":\"%s\",\"downloadProtection\":\"%s\",\"receiverRequests\":"
            + "{\"enabled\":false,\"allowedNetworks\":[\"198.51.100.0/24\"]}}")
        .formatted(URL, protection);
  }

  private void save(long task, String configuration) {
    String body =
        "{\"taskName\":\"Task %d\",\"webhookConfigurationId\":\"%s\"}"
            .formatted(task, TestApi.idIn(configuration));
    assertThat(
            api.send(
                    TestApi.request("PUT", "/cdr-tasks/" + task, body)
                        .withHeader("if-none-match", "*"))
                .status())
        .isEqualTo(201);
  }

  private void store(TaskId task, DeliveryStatus status) {
    Delivery delivery = Samples.delivery(task, api.now.minusSeconds(60));
    api.deliveries.record(Samples.with(delivery, DeliveryProgress.kept(status, "no such task")));
  }

  @Test
  void fourthMailOfAMinuteSaysThatFurtherChangesGetNone() {
    for (int i = 0; i < 6; i++) {
      api.put(path, "*", "{\"name\":\"Acme\",\"url\":\"https://receiver.example/" + i + "\"}");
      api.now = api.now.plusSeconds(2);
    }

    List<Notice.ReceiverChanged> all =
        api.notices.stream().map(Notice.ReceiverChanged.class::cast).toList();
    assertThat(all)
        .extracting(Notice.ReceiverChanged::mail)
        .containsExactly(Mail.USUAL, Mail.USUAL, Mail.USUAL, Mail.LAST, Mail.NONE, Mail.NONE);
    String others = "Further changes of this minute get no mail";
    assertThat(all.get(2).text()).doesNotContain(others);
    assertThat(all.get(3).text()).contains("https://receiver.example/3", others);
    assertThat(NoticeJson.detail(all.get(3))).doesNotContain("mailLater");
    assertThat(NoticeJson.detail(all.get(4))).contains("\"mailLater\":true");
  }

  @Test
  void disablingIsNoticedAndEnablingIsNot() {
    api.put(path, "*", "{\"name\":\"Acme\",\"url\":\"" + URL + "\",\"enabled\":false}");
    assertThat(only().what()).isEqualTo("state");
    assertThat(only().text()).contains("from enabled to disabled", "enable the configuration");

    api.put(path, "*", "{\"name\":\"Acme\",\"url\":\"" + URL + "\",\"enabled\":true}");
    assertThat(api.notices).hasSize(1);
  }

  @Test
  void otherNetworksOfReceiverRequestsAreNoticed() {
    String signature = "{\"signature\":\"" + "long-enough-".repeat(4) + "\"}";
    assertThat(api.post(path + "/signature", "*", signature).status()).isEqualTo(200);
    api.notices.clear();
    api.put(
        path,
        "*",
        "{\"name\":\"Acme\",\"url\":\""
            + URL
            + "\",\"receiverRequests\":{\"enabled\":true,"
            + "\"allowedNetworks\":[\"198.51.100.0/24\"]}}");

    assertThat(only().what()).isEqualTo("receiver requests");
    assertThat(only().from()).isEqualTo("off");
    assertThat(only().to()).isEqualTo("on, from 198.51.100.0/24");
  }

  private Notice.ReceiverChanged only() {
    assertThat(api.notices).hasSize(1);
    return (Notice.ReceiverChanged) api.notices.getFirst();
  }
}
