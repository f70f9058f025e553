package io.cdrwebhooks.configapi.deliveries;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.Faults;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.CdrTask;
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
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    assertThat(api.log)
        .filteredOn(line -> line.contains("original.not-updated"))
        .singleElement(as(STRING))
        .as("frames of our code that led to the fault")
        .contains("\"at\":[\"io.cdrwebhooks.");
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

  /// The sweep finds its lane within minutes.
  @Test
  void redeliverySucceedsIfItsMessageCannotBeSent() {
    Delivery failed = recorded(DeliveryStatus.FAILED);
    api.use(Faults.before("send", WorkMessages.class, api.workMessages));

    assertThat(redeliver(failed).status()).isEqualTo(202);
    assertThat(stored(failed).progress().dueAt()).contains(NOW);
    assertThat(api.lanes.due()).containsEntry(configuration, NOW.plusSeconds(60));
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

  /// A person who resends one report must not hand it to a later owner of its task either.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void unroutedDeliveryGoesToTheFirstConfigurationOfItsTask(boolean newId) {
    Delivery unrouted = recorded(DeliveryStatus.UNROUTED);
    TaskId task = unrouted.taskId();
    api.storeTask(task.value(), Optional.of(path));
    api.tasks.save(
        CdrTask.of(task, "Task", Optional.of(TestApi.idIn(api.configured("Later"))), NOW),
        api.tasks.find(task).map(CdrTask::revision));

    Answer answer =
        api.post("/deliveries/" + unrouted.id() + "/redeliver", "{\"newId\":" + newId + "}");

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(api.deliveries.all()).hasSize(1);
    assertThat(stored(unrouted).status()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(stored(unrouted).configurationId()).contains(configuration);
  }

  @Test
  void unroutedDeliveryWithoutARouteAnswers409() {
    Delivery unrouted = recorded(DeliveryStatus.UNROUTED);

    assertThat(redeliver(unrouted).status()).isEqualTo(409);
    api.storeTask(42, Optional.empty());
    Answer off = redeliver(unrouted);
    assertThat(off.status()).isEqualTo(409);
    assertThat(off.body().path("detail").asText()).contains("no webhook configuration");
    assertThat(stored(unrouted)).isEqualTo(unrouted);
  }

  @Test
  void concurrentlyRoutedDeliveryIsSentAgain() {
    Delivery unrouted = recorded(DeliveryStatus.UNROUTED);
    api.storeTask(42, Optional.of(path));
    api.use(
        Faults.meanwhile(
            "restart",
            Deliveries.class,
            api.deliveries,
            () ->
                api.deliveries.restart(
                    unrouted.id(), EnumSet.of(DeliveryStatus.UNROUTED), configuration, NOW)));

    assertThat(redeliver(unrouted).status()).isEqualTo(202);
    assertThat(stored(unrouted).progress().lastAttempt().round()).isEqualTo(3);
  }
}
