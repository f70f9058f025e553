package io.cdrwebhooks.configapi.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.Faults;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Deliveries.Claiming;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.Trace;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.statistics.Series;
import io.cdrwebhooks.statistics.Statistics;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import io.cdrwebhooks.work.WorkMessages;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedeliveryOperationsTest extends StoredDeliveries {
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNROUTED")
  void redeliveryIsAcceptedInEveryStatus(DeliveryStatus status) {
    Delivery delivery = recorded(status);

    Answer first = redeliver(delivery);
    Answer second = redeliver(delivery);

    assertThat(first.status()).as(first.text()).isEqualTo(202);
    assertThat(first.text()).isEqualTo("{\"deliveryId\":\"" + delivery.id() + "\"}");
    assertThat(first.header("Location")).isEqualTo(TestApi.BASE + "/deliveries/" + delivery.id());
    assertThat(second.status()).isEqualTo(202);
    Delivery now = stored(delivery);
    assertThat(now.status()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(now.progress().lastAttempt().round()).isEqualTo(3);
    assertThat(now.progress().dueAt()).contains(NOW);
    assertThat(api.workMessages.sent())
        .containsOnly(
            new Sent(DueWork.OfLane.askedFor(configuration, delivery.id()), Duration.ZERO))
        .hasSize(2);
  }

  @Test
  void redeliveryReplacesAnAttemptInFlight() {
    Delivery delivery = recorded(DeliveryStatus.PENDING);
    api.deliveries.claim(delivery, NOW, NOW.plusSeconds(60));

    assertThat(redeliver(delivery).status()).isEqualTo(202);

    assertThat(api.deliveries.claim(stored(delivery), NOW, NOW.plusSeconds(90)))
        .isInstanceOf(Claiming.Claimed.class);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNROUTED")
  void newIdSendsACopyAndKeepsTheOriginal(DeliveryStatus status) {
    Delivery delivery = recorded(status);

    Answer answer = api.post("/deliveries/" + delivery.id() + "/redeliver", "{\"newId\":true}");

    assertThat(answer.status()).isEqualTo(202);
    Delivery copy = api.deliveries.all().getLast();
    assertThat(answer.body().path("deliveryId").asText())
        .isEqualTo(copy.id().value())
        .isNotEqualTo(delivery.id().value());
    assertThat(copy)
        .isEqualTo(
            new Delivery(
                    copy.id(),
                    Optional.of(configuration),
                    delivery.upload(),
                    NOW,
                    DeliveryProgress.pending(NOW))
                .traced(Trace.ofCopy(delivery.id())));
    assertThat(stored(delivery).traced(Trace.NONE)).isEqualTo(delivery);
    assertThat(api.workMessages.sent())
        .containsExactly(
            new Sent(DueWork.OfLane.askedFor(configuration, copy.id()), Duration.ZERO));
  }

  @Test
  void copyAndOriginalReferToEachOther() {
    Delivery original = recorded(DeliveryStatus.DELIVERED);
    String path = "/deliveries/" + original.id();

    String first =
        api.post(path + "/redeliver", "{\"newId\":true}").body().path("deliveryId").asText();
    String second =
        api.post(path + "/redeliver", "{\"newId\":true}").body().path("deliveryId").asText();

    assertThat(api.get(path).body().path("redeliveries").toString())
        .isEqualTo("[\"" + first + "\",\"" + second + "\"]");
    assertThat(api.get("/deliveries/" + second).body().path("redeliveryOf").asText())
        .isEqualTo(original.id().value());
    redeliver(original);
    assertThat(api.get(path).body().path("redeliveries")).as("another round keeps them").hasSize(2);
  }

  @Test
  void copyIsSentEvenWhenItsOriginalCannotNameIt() {
    Delivery delivery = recorded(DeliveryStatus.DELIVERED);
    api.use(Faults.before("noteCopy", Deliveries.class, (Deliveries) api.deliveries));

    Answer answer = api.post("/deliveries/" + delivery.id() + "/redeliver", "{\"newId\":true}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(api.log).anyMatch(line -> line.contains("original.not-updated"));
  }

  @Test
  void onlyACopyCountsAsANewDelivery() {
    Delivery delivery = recorded(DeliveryStatus.DELIVERED);

    redeliver(delivery);
    assertThat(api.statistics.total(Series.of(configuration)).deliveries()).isZero();
    assertThat(api.statistics.total(Series.of(configuration)).outcomes().delivered())
        .as("it is not delivered any more")
        .isEqualTo(-1);

    api.post("/deliveries/" + delivery.id() + "/redeliver", "{\"newId\":true}");
    assertThat(api.statistics.total(Series.of(configuration)).deliveries()).isEqualTo(1);
    assertThat(api.statistics.total(Series.of(configuration)).outcomes().recorded()).isEqualTo(1);
  }

  @Test
  void copyKeepsTheNumberOfItsReport() {
    Delivery numbered = Samples.delivery(Samples.report(new TaskId(42)), configuration, EARLIER);
    api.deliveries.recordNumbered(numbered);

    api.post("/deliveries/" + numbered.id() + "/redeliver", "{\"newId\":true}");

    assertThat(api.deliveries.all()).extracting(Delivery::sequence).containsExactly(1L, 1L);
  }

  @Test
  void copyIsSentEvenWhenItCannotBeCounted() {
    Delivery delivery = recorded(DeliveryStatus.DELIVERED);
    api.use(Faults.before("add", Statistics.class, (Statistics) api.statistics));

    Answer answer = api.post("/deliveries/" + delivery.id() + "/redeliver", "{\"newId\":true}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(api.log).anyMatch(line -> line.contains("counts.lost"));
  }

  @Test
  void deletedConfigurationAnswers409() {
    Delivery failed = recorded(DeliveryStatus.FAILED);
    api.delete(path);

    for (String body : new String[] {"{}", "{\"newId\":true}"}) {
      Answer answer = api.post("/deliveries/" + failed.id() + "/redeliver", body);

      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.body().path("detail").asText()).contains("was deleted");
    }
    assertThat(api.deliveries.all()).containsExactly(failed);
  }

  @ParameterizedTest
  @EnumSource(names = {"HELD", "FAILED", "DELIVERED"})
  void disabledConfigurationAnswers409WithTheNextStep(DeliveryStatus status) {
    Delivery delivery = recorded(status);
    api.note(path, false, ReceiverHealth.GOOD);

    Answer answer = redeliver(delivery);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body().path("detail").asText()).contains("enable it first");
    assertThat(stored(delivery)).isEqualTo(delivery);
    assertThat(api.workMessages.sent()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "{}|202|''",
        "{'newId':false}|202|''",
        "{'newId':1}|422|newId",
        "{'newId':null}|422|newId",
        "{'newId':'true'}|422|newId",
        "{'newid':true}|422|newid",
        "[]|400|''",
        "{|400|''"
      },
      delimiter = '|',
      quoteCharacter = '`')
  void redeliveryBodyMayRequestANewId(String body, int status, String field) {
    Delivery delivery = recorded(DeliveryStatus.FAILED);

    Answer answer =
        api.post("/deliveries/" + delivery.id() + "/redeliver", body.replace('\'', '"'));

    assertThat(answer.status()).isEqualTo(status);
    if (status == 422) {
      assertThat(answer.fieldsAtFault()).containsExactly(field);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dlv_00000000000000000000000000000000", "dlv_1", "x", "", "%00"})
  void unknownDeliveryAnswers404(String id) {
    assertThat(api.post("/deliveries/" + id + "/redeliver").status()).isEqualTo(404);
    assertThat(api.delete("/deliveries/" + id + "/links").status()).isEqualTo(404);
  }

  /// The sweep finds its lane within minutes.
  @Test
  void redeliverySucceedsIfItsMessageCannotBeSent() {
    Delivery failed = recorded(DeliveryStatus.FAILED);
    api.use(Faults.before("send", WorkMessages.class, api.workMessages));

    assertThat(redeliver(failed).status()).isEqualTo(202);
    assertThat(stored(failed).progress().dueAt()).contains(NOW);
    assertThat(api.lanes.due()).containsEntry(configuration, NOW.plusSeconds(60));
  }

  @Test
  void redeliveryDoesNotWaitForTheNextAttemptOfAPendingDelivery() {
    Delivery pending = recorded(DeliveryStatus.PENDING, NOW.plusSeconds(7_200));

    assertThat(redeliver(pending).status()).isEqualTo(202);

    assertThat(stored(pending).progress().dueAt()).contains(NOW);
    assertThat(stored(pending).progress().lastAttempt().round()).isEqualTo(2);
    assertThat(api.workMessages.sent())
        .containsExactly(
            new Sent(DueWork.OfLane.askedFor(configuration, pending.id()), Duration.ZERO));
  }

  /// The caller gets an error, but the delivery is sent.
  @Test
  void restartIsDueIfTheFunctionDiesAfterIt() {
    Delivery failed = recorded(DeliveryStatus.FAILED);
    api.use(Faults.after("restart", Deliveries.class, api.deliveries));

    assertThat(redeliver(failed).status()).isEqualTo(500);
    assertThat(stored(failed).progress().dueAt()).contains(NOW);
    assertThat(api.lanes.due()).containsEntry(configuration, NOW.plusSeconds(60));
  }
}
