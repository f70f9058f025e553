package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.ConfigApiHandler.Collaborators;
import io.cdrwebhooks.configapi.Faults;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.SampleReports;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import io.cdrwebhooks.work.WorkMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestOperationsTest {
  private final TestApi api = new TestApi();
  private final String path = api.configured("A");

  @Test
  void testSendsSampleReportToReceiver() {
    Answer answer = api.post(path + "/test");

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    Delivery delivery = api.deliveries.all().getFirst();
    assertThat(answer.text()).isEqualTo("{\"deliveryId\":\"" + delivery.id() + "\"}");
    assertThat(answer.header("Location")).isEqualTo(TestApi.BASE + "/deliveries/" + delivery.id());
    Map.Entry<ReportVersion, byte[]> sample = api.samples.all().entrySet().iterator().next();
    Instant now = Instant.parse("2026-03-01T10:00:00Z");
    assertThat(delivery)
        .isEqualTo(
            new Delivery(
                delivery.id(),
                Optional.of(TestApi.idIn(path)),
                new Delivery.Upload(
                    sample.getKey(),
                    now,
                    sample.getValue().length,
                    Optional.of(SampleReport.inspection(sample.getValue()))),
                now,
                DeliveryProgress.pending(now)));
    assertThat(sample.getKey().key().text())
        .isEqualTo("samples/9007199254740991/webhook-test-20260301T100000Z.zip");
    assertThat(api.workMessages.sent())
        .containsExactly(
            new Sent(DueWork.OfLane.askedFor(TestApi.idIn(path), delivery.id()), Duration.ZERO));
  }

  @Test
  void plannedSignatureCanSignATest() {
    assertThat(api.post(path + "/test", "{\"signature\":\"next\"}").status()).isEqualTo(409);
    assertThat(api.deliveries.all()).isEmpty();
    api.post(
        path + "/signature",
        "*",
        "{\"signature\":\"%s\",\"effectiveAt\":\"2026-03-02T10:00:00Z\"}"
            .formatted(TestApi.SIGNATURE));

    assertThat(api.post(path + "/test", "{\"signature\":\"next\"}").status()).isEqualTo(202);
    assertThat(api.post(path + "/test", "{\"signature\":\"current\"}").status()).isEqualTo(202);

    assertThat(api.deliveries.all())
        .extracting(each -> each.report().key().forNextSignature())
        .containsExactly(true, false);
  }

  @Test
  void nameOfTheSampleAsksForRefusals() {
    assertThat(api.post(path + "/test", "{\"refusals\":true}").status()).isEqualTo(202);
    assertThat(api.post(path + "/test", "{\"refusals\":false}").status()).isEqualTo(202);

    assertThat(api.deliveries.all())
        .extracting(each -> each.report().key().testsRefusals())
        .containsExactly(true, false);
  }

  @Test
  void everyTestIsASeparateDelivery() {
    assertThat(api.post(path + "/test").text()).isNotEqualTo(api.post(path + "/test").text());
    assertThat(api.deliveries.all()).hasSize(2);
  }

  @Test
  void disabledConfigurationAnswers409() {
    api.note(path, false, ReceiverHealth.GOOD);

    Answer answer = api.post(path + "/test");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body().path("detail").asText()).contains("enable it first");
    assertThat(api.deliveries.all()).isEmpty();
    assertThat(api.samples.all()).isEmpty();
  }

  @Test
  void deliveryIsRecordedAfterItsSampleIsStored() {
    SampleReports broken = Faults.before("store", SampleReports.class, api.samples);
    api.use(
        new Collaborators(
            api.collaborators.vault(),
            api.collaborators.receivers(),
            broken,
            api.workMessages,
            api.notices::add));

    assertThat(api.post(path + "/test").status()).isEqualTo(500);
    assertThat(api.deliveries.all()).isEmpty();
    assertThat(api.workMessages.sent()).isEmpty();
  }

  @Test
  void failedRecordingSendsNoMessage() {
    api.use(Faults.before("record", Deliveries.class, api.deliveries));

    assertThat(api.post(path + "/test").status()).isEqualTo(500);
    assertThat(api.workMessages.sent()).isEmpty();
  }

  /// The sweep finds its lane within minutes.
  @Test
  void testSucceedsIfItsMessageCannotBeSent() {
    api.use(Faults.before("send", WorkMessages.class, api.workMessages));

    assertThat(api.post(path + "/test").status()).isEqualTo(202);
    assertThat(api.lanes.due()).hasSize(1);
  }
}
