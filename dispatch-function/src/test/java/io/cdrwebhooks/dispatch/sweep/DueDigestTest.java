package io.cdrwebhooks.dispatch.sweep;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Deliveries.Claiming;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.dispatch.CallWatch;
import io.cdrwebhooks.dispatch.CallWatch.Call;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.TestEvents;
import io.cdrwebhooks.notice.Digest;
import io.cdrwebhooks.notice.Digests;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.notice.Notices;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryDueAttempts.Sent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests that people get at most one notice of a configuration's deliveries in an hour, and that no
/// delivery is missing from it.
class DueDigestTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();

  /// The digests that were sent, with the time of each.
  private final Map<Notice.DeliveryDigest, Instant> sent = new HashMap<>();

  private final List<Notice.DeliveryDigest> inOrder = new ArrayList<>();

  @Test
  void fiveHundredUnusedLinksGiveOneNotice() throws IOException {
    unusedLinks(500, CONFIGURATION);

    pass(Duration.ofHours(3));

    assertThat(system.notices).filteredOn(Notice.LinkUnused.class::isInstance).hasSize(500);
    Notice.DeliveryDigest digest = only();
    assertThat(digest.digest().unused()).isEqualTo(500);
    assertThat(digest.digest().failed()).isZero();
    assertThat(digest.digest().since()).isBetween(START, START.plusSeconds(600));
    assertThat(digest.name()).isEqualTo("Receiver");
    assertThat(system.deliveries.find(digest.digest().latest())).isPresent();
    assertThat(system.digests.all()).isEmpty();
  }

  @Test
  void failedDeliveryIsInTheDigestWithItsReason() throws IOException {
    system.receiver.answer(500, "down");
    assertThat(system.invoke(TestEvents.event(system.put("tx.zip", "v1", Map.of())))).isEmpty();
    for (int attempt = 2; attempt <= 13; attempt++) {
      system.nextAttempt();
    }

    pass(Duration.ofHours(2));

    assertThat(only().digest().failed()).isEqualTo(1);
    assertThat(only().digest().latest()).isEqualTo(system.delivery().id());
    assertThat(only().digest().reason())
        .isEqualTo("the last attempt failed: the receiver answered 500");
  }

  @Test
  void eachConfigurationHasItsNotice() throws IOException {
    WebhookConfiguration other = Samples.configuration("Other");
    system.configurations.create(other);
    unusedLinks(3, CONFIGURATION);
    unusedLinks(4, other.id());

    pass(Duration.ofHours(2));

    assertThat(inOrder)
        .extracting(Notice.DeliveryDigest::name, each -> each.digest().unused())
        .containsExactlyInAnyOrder(tuple("Receiver", 3L), tuple("Other", 4L));
  }

  @Test
  void noticesOfOneConfigurationAreAnHourApart() throws IOException {
    for (int hour = 0; hour < 3; hour++) {
      unusedLinks(5, CONFIGURATION);
      pass(Duration.ofHours(1));
    }
    pass(Duration.ofHours(1));

    assertThat(inOrder).hasSizeBetween(3, 4);
    assertThat(inOrder.stream().mapToLong(each -> each.digest().unused()).sum()).isEqualTo(15);
    for (int next = 1; next < inOrder.size(); next++) {
      assertThat(Duration.between(sent.get(inOrder.get(next - 1)), sent.get(inOrder.get(next))))
          .isGreaterThanOrEqualTo(Duration.ofHours(1).minusSeconds(1));
    }
  }

  @Test
  void linksAddedDuringSendingAreInTheNextNotice() throws IOException {
    unusedLinks(5, CONFIGURATION);
    boolean[] added = {false};
    system.watch(
        call -> {
          if (isDigest(call) && !added[0]) {
            added[0] = true;
            system.digests.add(unused(CONFIGURATION), system.now);
          }
        });

    pass(Duration.ofHours(3));

    assertThat(inOrder).extracting(each -> each.digest().unused()).containsExactly(5L, 1L);
  }

  @Test
  void deathAfterSendingRepeatsTheNoticeAnHourLater() throws IOException {
    unusedLinks(5, CONFIGURATION);
    failOnce(call -> call.is(Digests.class, "remove"));

    pass(Duration.ofHours(4));

    assertThat(inOrder).extracting(each -> each.digest().unused()).containsExactly(5L, 5L);
    assertThat(system.digests.all()).isEmpty();
  }

  @Test
  void deathBeforeSendingLosesNothing() throws IOException {
    for (Predicate<Call> fault :
        List.<Predicate<Call>>of(
            DueDigestTest::isDigest,
            call -> call.is(Digests.class, "postpone"),
            call -> call.is(Digests.class, "find"))) {
      inOrder.clear();
      unusedLinks(5, CONFIGURATION);
      failOnce(fault);
      pass(Duration.ofHours(4));
      assertThat(only().digest().unused()).isEqualTo(5);
    }
  }

  @Test
  void repeatedMessagesSendOneNotice() throws IOException {
    unusedLinks(5, CONFIGURATION);
    pass(Duration.ofMinutes(1));
    String message = "{\"digest\":\"" + CONFIGURATION + "\"}";
    assertThat(system.invoke(message)).as("a message that is early").isEmpty();
    system.now = system.digests.find(CONFIGURATION).orElseThrow().dueAt();
    assertThat(system.invoke(message, message, message)).isEmpty();
    system.now = system.now.plusSeconds(20);
    assertThat(system.invoke(message)).isEmpty();

    assertThat(system.notices).filteredOn(Notice.DeliveryDigest.class::isInstance).hasSize(1);
  }

  /// After an outage all digests are overdue, and SNS would suspend the address.
  @Test
  void noticesOfManyConfigurationsAreSpreadAfterAnOutage() throws IOException {
    for (int i = 0; i < 100; i++) {
      system.digests.add(unused(Samples.configurationId()), system.now);
    }
    system.now = system.now.plus(Duration.ofHours(5));

    pass(Duration.ofMinutes(2));
    assertThat(inOrder).as("of a hundred that were overdue").hasSizeLessThan(20);
    pass(Duration.ofMinutes(90));
    assertThat(inOrder).hasSize(100);
    Map<Instant, Integer> inSecond = new HashMap<>();
    sent.values().forEach(at -> inSecond.merge(at, 1, Integer::sum));
    assertThat(inSecond.values()).allMatch(notices -> notices < 10);
  }

  /// SNS suspends an address that gets more than ten mails in a second, and ids decide the moments.
  @Test
  void digestsOfOneSecondAreFiveMailsASecond() throws IOException {
    List<ConfigurationId> together =
        Stream.generate(Samples::configurationId)
            .filter(id -> Digest.sinceMoment(id, START).toSeconds() == 7)
            .limit(40)
            .toList();
    together.forEach(id -> system.digests.add(unused(id), START));
    Instant moment = system.digests.all().getFirst().dueAt();
    Map<Instant, List<DueWork>> messages = new TreeMap<>();
    messages.put(moment, together.stream().<DueWork>map(DueWork.OfDigest::new).toList());
    Random random = new Random(1);

    for (int second = 0; second < 60; second++) {
      system.now = moment.plusSeconds(second);
      for (DueWork each : messages.getOrDefault(system.now, List.of())) {
        int before = system.dueAttempts.sent().size();
        system.jitter = random.nextDouble();
        handle(each);
        system.dueAttempts.sent().stream()
            .skip(before)
            .forEach(
                again ->
                    messages.merge(
                        system.now.plus(again.delay()),
                        List.of(again.work()),
                        (some, more) -> Stream.concat(some.stream(), more.stream()).toList()));
      }
    }

    assertThat(inOrder).as("none has to wait an hour").hasSize(40);
    Map<Instant, Integer> inSecond = new HashMap<>();
    sent.values().forEach(at -> inSecond.merge(at, 1, Integer::sum));
    assertThat(inSecond.values()).allMatch(mails -> mails <= 5);
  }

  /// A digest is in no hurry: its counts wait for the next hour.
  @Test
  void digestWithoutAPermitForAMinuteWaitsForItsNextMoment() throws IOException {
    unusedLinks(1, CONFIGURATION);
    pass(Duration.ofMinutes(1));
    Instant moment = system.digests.find(CONFIGURATION).orElseThrow().dueAt();
    boolean[] busy = {true};
    system.watch(
        new CallWatch() {
          @Override
          public void before(Call call) {}

          @Override
          public Object after(Call call, Object answer) {
            return call.is(Digests.class, "takePermit") && busy[0] ? (Object) false : answer;
          }
        });
    for (int second = 0; second < 70; second++) {
      system.now = moment.plusSeconds(second);
      handle(new DueWork.OfDigest(CONFIGURATION));
    }
    assertThat(inOrder).isEmpty();
    assertThat(system.digests.find(CONFIGURATION).orElseThrow().dueAt())
        .isEqualTo(moment.plus(Duration.ofHours(1)));

    busy[0] = false;
    pass(Duration.ofHours(1));
    assertThat(only().digest().unused()).isEqualTo(1);
  }

  /// The receivers of one provider may all answer 410 in the same second. Programs learn of each at
  /// once; people get some mails at once, and the digests have the other configurations.
  @Test
  void configurationsDisabledInOneSecondAreMailedWithinTheHour() throws IOException {
    for (int i = 0; i < 12; i++) {
      WebhookConfiguration was = Samples.configuration("Receiver " + i);
      system.configurations.create(was);
      system.configurations.replace(
          was.disabled("the receiver answered 410 Gone", START), was.revision());
      Delivery held =
          Samples.with(Samples.delivery(), DeliveryProgress.held("disabled", START), was.id());
      system.deliveries.record(held);
      system.due(held.id());
    }

    List<Notice.ConfigurationDisabled> events =
        system.notices.stream()
            .filter(Notice.ConfigurationDisabled.class::isInstance)
            .map(Notice.ConfigurationDisabled.class::cast)
            .toList();
    assertThat(events).extracting(Notice.ConfigurationDisabled::name).doesNotHaveDuplicates();
    assertThat(events).hasSize(12);
    assertThat(events).filteredOn(event -> !event.mailLater()).hasSize(5);

    pass(Duration.ofMinutes(65));

    assertThat(inOrder)
        .hasSize(7)
        .allSatisfy(
            digest ->
                assertThat(digest.text())
                    .contains("the service has disabled it, because the receiver answered 410"));
    assertThat(Stream.concat(names(inOrder), namesMailed(events))).hasSize(12);
  }

  private static Stream<String> names(List<Notice.DeliveryDigest> digests) {
    return digests.stream().map(Notice.DeliveryDigest::name).distinct();
  }

  private static Stream<String> namesMailed(List<Notice.ConfigurationDisabled> events) {
    return events.stream()
        .filter(event -> !event.mailLater())
        .map(Notice.ConfigurationDisabled::name)
        .distinct();
  }

  /// Sweeps each minute, and handles the messages of the sweep when their delay is over.
  private void pass(Duration time) throws IOException {
    Instant end = system.now.plus(time);
    while (system.now.isBefore(end)) {
      int before = system.dueAttempts.sent().size();
      Instant at = system.now;
      system.schedule("sweep");
      List<Sent> messages =
          system.dueAttempts.sent().stream()
              .skip(before)
              .sorted(Comparator.comparing(Sent::delay))
              .toList();
      for (Sent each : messages) {
        system.now = at.plus(each.delay());
        handle(each.work());
      }
      system.now = at.plusSeconds(60);
    }
  }

  private void handle(DueWork work) throws IOException {
    int before = system.notices.size();
    switch (work) {
      case DueWork.OfDigest(ConfigurationId id) -> system.invoke("{\"digest\":\"" + id + "\"}");
      case DueWork.OfWatch(TaskId task) -> system.invoke("{\"watch\":" + task + "}");
      case DueWork.OfDelivery(var id) -> system.due(id);
      case DueWork.OfLane _, DueWork.OfJob _ -> {}
    }
    for (Notice each : system.notices.subList(before, system.notices.size())) {
      if (each instanceof Notice.DeliveryDigest digest) {
        sent.put(digest, system.now);
        inOrder.add(digest);
      }
    }
  }

  private Notice.DeliveryDigest only() {
    assertThat(inOrder).hasSize(1);
    return inOrder.getFirst();
  }

  /// Deliveries whose receiver accepted them and never followed the link, to be checked now.
  private void unusedLinks(int number, ConfigurationId configuration) {
    for (int i = 0; i < number; i++) {
      Delivery delivery =
          Samples.delivery(Samples.report(Samples.taskId()), configuration, system.now);
      system.deliveries.record(delivery);
      Claiming.Claimed claimed =
          (Claiming.Claimed)
              system.deliveries.claim(delivery, system.now, system.now.plusSeconds(60));
      system.deliveries.complete(
          claimed.claim(),
          Samples.attempt(claimed.claim().number(), AttemptOutcome.DELIVERED),
          NextState.delivered(system.now));
    }
  }

  private static Notice.LinkUnused unused(ConfigurationId configuration) {
    return new Notice.LinkUnused(
        Samples.delivery().id(), Samples.taskId(), configuration, "tx.zip", START);
  }

  private static boolean isDigest(Call call) {
    return call.is(Notices.class, "send")
        && call.arguments().getFirst() instanceof Notice.DeliveryDigest;
  }

  private void failOnce(Predicate<Call> fault) {
    boolean[] happened = {false};
    system.watch(
        call -> {
          if (fault.test(call) && !happened[0]) {
            happened[0] = true;
            throw new IllegalStateException("died before " + call.method());
          }
        });
  }
}
