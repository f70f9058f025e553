package io.cdrwebhooks.configapi.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.Faults;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Deliveries.Claiming;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.statistics.Series;
import io.cdrwebhooks.statistics.Statistics;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.DueAttempts;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryDueAttempts.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedeliveryOperationsTest {
  private static final Instant EARLIER = Instant.parse("2026-02-27T10:00:00Z");
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final TestApi api = new TestApi();
  private final String path = api.configured("A");
  private final ConfigurationId configuration = TestApi.idIn(path);

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
    assertThat(api.dueAttempts.sent())
        .containsOnly(new Sent(DueWork.OfLane.asked(configuration, delivery.id()), Duration.ZERO))
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
                delivery.taskId(),
                Optional.of(configuration),
                delivery.report(),
                delivery.sizeBytes(),
                delivery.inspection(),
                NOW,
                DeliveryProgress.pending(NOW)));
    assertThat(stored(delivery)).isEqualTo(delivery);
    assertThat(api.dueAttempts.sent())
        .containsExactly(new Sent(DueWork.OfLane.asked(configuration, copy.id()), Duration.ZERO));
  }

  @Test
  void onlyACopyCountsAsANewDelivery() {
    Delivery delivery = recorded(DeliveryStatus.DELIVERED);

    redeliver(delivery);
    assertThat(api.statistics.additions()).isEmpty();

    api.post("/deliveries/" + delivery.id() + "/redeliver", "{\"newId\":true}");
    assertThat(api.statistics.total(Series.of(configuration)).deliveries()).isEqualTo(1);
  }

  @Test
  void copyIsSentEvenWhenItCannotBeCounted() {
    Delivery delivery = recorded(DeliveryStatus.DELIVERED);
    api.use(Faults.before("add", Statistics.class, (Statistics) api.statistics));

    Answer answer = api.post("/deliveries/" + delivery.id() + "/redeliver", "{\"newId\":true}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(api.log).anyMatch(line -> line.contains("counts.lost"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void unroutedDeliveryGoesToItsTasksConfigurationAndKeepsItsId(boolean newId) {
    Delivery unrouted = recorded(DeliveryStatus.UNROUTED);
    api.storeTask(42, Optional.of(path));

    Answer answer =
        api.post("/deliveries/" + unrouted.id() + "/redeliver", "{\"newId\":" + newId + "}");

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(api.deliveries.all()).hasSize(1);
    assertThat(stored(unrouted).status()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(stored(unrouted).configurationId()).contains(configuration);
  }

  /// A person who resends one report must not hand it to a later owner of its task either.
  @Test
  void unroutedDeliveryGoesToTheFirstConfigurationOfItsTaskAlone() {
    Delivery unrouted = recorded(DeliveryStatus.UNROUTED);
    TaskId task = unrouted.taskId();
    api.storeTask(task.value(), Optional.of(path));
    api.tasks.save(
        CdrTask.of(task, "Task", Optional.of(TestApi.idIn(api.configured("Later"))), NOW),
        api.tasks.find(task).map(CdrTask::revision));

    assertThat(redeliver(unrouted).status()).isEqualTo(202);

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
    assertThat(api.dueAttempts.sent()).isEmpty();
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
  void bodyMaySayNewId(String body, int status, String field) {
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
    api.use(Faults.before("send", DueAttempts.class, api.dueAttempts));

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
    assertThat(api.dueAttempts.sent())
        .containsExactly(
            new Sent(DueWork.OfLane.asked(configuration, pending.id()), Duration.ZERO));
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

  @Test
  void revokedLinksAreCountedOnce() {
    Delivery delivery = recorded(DeliveryStatus.DELIVERED);
    Delivery other = recorded(DeliveryStatus.FAILED);
    AccessToken first = issued(delivery, NOW.minusSeconds(60));
    issued(delivery, NOW.minusSeconds(30));
    issued(delivery, NOW.minus(Duration.ofDays(2)));
    AccessToken others = issued(other, NOW);

    Answer answer = api.delete("/deliveries/" + delivery.id() + "/links");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("{\"revoked\":2}");
    assertThat(api.links.find(first.hash()).orElseThrow().revoked()).isTrue();
    assertThat(api.links.find(others.hash()).orElseThrow().revoked()).isFalse();
    assertThat(api.delete("/deliveries/" + delivery.id() + "/links").text())
        .isEqualTo("{\"revoked\":0}");
  }

  /// The list of links lags a moment behind, and an attempt may be about to issue one.
  @Test
  void linksAreRevokedAgainAfterAttemptsInFlight() {
    Delivery delivery = recorded(DeliveryStatus.PENDING);
    api.delete("/deliveries/" + delivery.id() + "/links");

    assertThat(api.jobs.all())
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.task())
                  .isEqualTo(new BulkJob.Task.Revoke(delivery.id(), new TimeRange(NOW, NOW)));
              assertThat(job.dueAt()).contains(NOW.plusSeconds(61));
            });
  }

  private Answer redeliver(Delivery delivery) {
    return api.post("/deliveries/" + delivery.id() + "/redeliver");
  }

  private Delivery stored(Delivery delivery) {
    return api.deliveries.find(delivery.id()).orElseThrow();
  }

  private AccessToken issued(Delivery delivery, Instant at) {
    AccessToken token = Samples.token();
    api.links.issue(DownloadLink.issue(token, delivery.id(), delivery.report(), at));
    return token;
  }

  private Delivery recorded(DeliveryStatus status) {
    return recorded(status, EARLIER);
  }

  /// `dueAt` is that of a PENDING one.
  private Delivery recorded(DeliveryStatus status, Instant dueAt) {
    boolean unrouted = status == DeliveryStatus.UNROUTED;
    TaskId task = new TaskId(42);
    Delivery delivery =
        new Delivery(
            DeliveryId.of(UUID.randomUUID()),
            task,
            unrouted ? Optional.empty() : Optional.of(configuration),
            Samples.report(task),
            1234,
            Optional.of(new Inspection(17, "")),
            EARLIER,
            status == DeliveryStatus.PENDING
                ? DeliveryProgress.pending(dueAt)
                : DeliveryProgress.kept(status, ""));
    api.deliveries.record(delivery);
    return delivery;
  }
}
