package io.cdrwebhooks.dispatch.lane;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.RetrySchedule;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.TestContext;
import io.cdrwebhooks.lane.Breaker;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.report.Reports;
import io.cdrwebhooks.terms.SendLimits;
import io.cdrwebhooks.work.DueAttempts;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryDueAttempts.Sent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests how the function works the lane of a configuration.
class LaneWorkTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();

  private void arrive(int number) throws IOException {
    assertThat(
            system.invoke(
                event(system.put("tx" + number + ".zip", "v1", Map.of("number-of-lines", "2")))))
        .isEmpty();
  }

  private void arrive(int first, int last) throws IOException {
    system.lanesStandStill();
    for (int i = first; i <= last; i++) {
      arrive(i);
    }
  }

  private List<String> lane(String more) throws IOException {
    return system.invoke("{\"lane\":\"" + CONFIGURATION + "\"" + more + "}");
  }

  /// Works the lane each time it is due before `end`.
  private void playUntil(Instant end) throws IOException {
    Optional<Instant> wakeAt = Optional.of(system.now);
    for (int turn = 0; wakeAt.filter(end::isAfter).isPresent(); turn++) {
      assertThat(turn).isLessThan(500);
      system.now = wakeAt.get().isAfter(system.now) ? wakeAt.get() : system.now;
      lane("");
      wakeAt = Optional.ofNullable(system.lanes.due().get(CONFIGURATION));
    }
  }

  private long with(DeliveryStatus status) {
    return system.deliveries.all().stream().filter(delivery -> delivery.status() == status).count();
  }

  @Test
  void recordingWaitsForNoReceiver() throws IOException {
    system.receiver.answer(
        exchange -> {
          throw new IOException("the receiver must not be called");
        });
    arrive(1, 50);

    assertThat(system.receiver.received).isEmpty();
    assertThat(with(DeliveryStatus.PENDING)).isEqualTo(50);
    assertThat(system.dueAttempts.sent())
        .hasSize(50)
        .allSatisfy(sent -> assertThat(sent.delay()).isZero());
  }

  @Test
  void oneMessageSendsTheWholeBacklog() throws IOException {
    arrive(1, 50);
    assertThat(lane("")).isEmpty();

    assertThat(with(DeliveryStatus.DELIVERED)).isEqualTo(50);
    assertThat(system.receiver.received).hasSize(50);
    system.now = START.plus(Lanes.FOUND_WITHIN);
    lane(",\"hops\":1");
    assertThat(system.lanes.due()).as("nothing waits any more").isEmpty();
  }

  @Test
  void messageForAHeldLaneMarksIt() throws IOException {
    Instant end = START.plusSeconds(60);
    Lane held =
        system.lanes.acquire(new DueWork.OfLane(CONFIGURATION), "other", START, end).orElseThrow();
    arrive(1);

    assertThat(system.receiver.received).isEmpty();
    assertThat(system.lanes.release(held, "other", Optional.empty()))
        .as("its holder looks once more")
        .isPresent();
  }

  @Test
  void disabledConfigurationIsSentNothingMore() throws IOException {
    arrive(1, 40);
    AtomicInteger requests = new AtomicInteger();
    system.receiver.answer(
        exchange -> {
          if (requests.incrementAndGet() == 1) {
            disable();
            system.now = system.now.plusSeconds(1);
          }
          exchange.sendResponseHeaders(200, -1);
        });
    lane("");

    assertThat(requests).hasValueLessThanOrEqualTo(10);
    assertThat(with(DeliveryStatus.HELD)).isEqualTo(40 - requests.get());
  }

  @Test
  void failingReceiverIsProbedAndItsProbesUseUpNoStep() throws IOException {
    system.receiver.answer(500, "down");
    arrive(1, 30);
    lane("");
    Breaker open = system.lanes.find(CONFIGURATION).breaker();
    assertThat(open.isOpen()).isTrue();
    int requests = system.receiver.received.size();
    assertThat(requests).as("those that were in flight when it opened").isBetween(5, 14);

    lane("");
    assertThat(system.receiver.received).as("nothing is sent before the probe").hasSize(requests);
    system.now = open.probeAt().orElseThrow();
    lane("");
    assertThat(system.receiver.received).hasSize(requests + 1);
    Delivery probed =
        system.deliveries.all().stream()
            .filter(delivery -> delivery.progress().probes() == 1)
            .findFirst()
            .orElseThrow();
    assertThat(probed.progress().dueAt()).as("its due time is unchanged").contains(START);
    assertThat(system.deliveries.attempts(probed.id())).hasSize(1);

    system.receiver.answer(200, "");
    system.now = system.lanes.find(CONFIGURATION).breaker().probeAt().orElseThrow();
    lane("");
    system.now = system.now.plusSeconds(10);
    lane("");
    assertThat(with(DeliveryStatus.DELIVERED)).isEqualTo(30);
    assertThat(system.lanes.find(CONFIGURATION).breaker()).isEqualTo(Breaker.CLOSED);
  }

  @Test
  void probeAnsweredWithGoneIsTheOnlyRequest() throws IOException {
    system.receiver.answer(500, "down");
    arrive(1, 30);
    lane("");
    int requests = system.receiver.received.size();

    system.receiver.answer(410, "gone");
    system.now = system.lanes.find(CONFIGURATION).breaker().probeAt().orElseThrow();
    lane("");
    assertThat(system.receiver.received).hasSize(requests + 1);
  }

  @Test
  void askedDeliveryProbesAFailingReceiverAtOnce() throws IOException {
    system.receiver.answer(500, "down");
    arrive(1, 30);
    lane("");
    system.receiver.answer(200, "");
    lane(",\"asked\":true");
    system.now = system.now.plusSeconds(10);
    lane("");

    assertThat(with(DeliveryStatus.DELIVERED)).isEqualTo(30);
  }

  @Test
  void roundEndsAfterSeventySixHoursOfFailing() throws IOException {
    system.receiver.answer(500, "down");
    arrive(1, 10);
    playUntil(START.plus(RetrySchedule.STANDARD.lasts()));
    assertThat(with(DeliveryStatus.FAILED)).isZero();
    playUntil(START.plus(Duration.ofHours(78)));

    assertThat(with(DeliveryStatus.FAILED)).isEqualTo(10);
    assertThat(system.deliveries.all().getFirst().progress().reason())
        .startsWith("its receiver has failed since 2026-01-10T");
    assertThat(system.notices).isNotEmpty();
  }

  /// A probe succeeds after 75 hours, and its holder dies before it stores that. The receiver fails
  /// again for the next two hours.
  @Test
  void roundGoesOnIfTheReceiverAcceptedADeliveryInTheMeantime() throws IOException {
    boolean[] dies = {false};
    system.watch(
        call -> {
          if (dies[0] && (call.is(Lanes.class, "renew") || call.is(Lanes.class, "release"))) {
            throw new IllegalStateException("the holder died");
          }
        });
    system.receiver.answer(500, "down");
    arrive(1, 10);
    playUntil(START.plus(Duration.ofHours(75)));
    AtomicInteger requests = new AtomicInteger();
    system.receiver.answer(
        exchange -> exchange.sendResponseHeaders(requests.incrementAndGet() == 1 ? 200 : 500, -1));
    dies[0] = true;
    system.now = system.lanes.due().get(CONFIGURATION);
    lane("");
    assertThat(with(DeliveryStatus.DELIVERED)).isOne();
    assertThat(system.lanes.find(CONFIGURATION).breaker().isOpen()).isTrue();

    dies[0] = false;
    system.now = START.plus(Duration.ofHours(77));
    playUntil(START.plus(Duration.ofHours(79)));
    assertThat(with(DeliveryStatus.FAILED)).isZero();
  }

  @Test
  void turnEndsWhenOtherLanesWait() throws IOException {
    arrive(1, 200);
    system.dueAttempts.othersWait(true);
    eachRequestTakes(Duration.ofMillis(100));
    lane("");

    assertThat(system.receiver.received).hasSizeBetween(50, 80);
    assertThat(system.dueAttempts.sent())
        .last()
        .isEqualTo(
            new Sent(DueWork.OfLane.ownMessage(CONFIGURATION, Optional.empty(), 1), Duration.ZERO));
  }

  /// While the worker asks whether others wait, another message comes for the lane.
  @Test
  void yieldingLaneSendsItsMessageDespiteAnotherOne() throws IOException {
    arrive(1, 80);
    system.limitTo(new SendLimits(1, OptionalInt.empty()));
    system.dueAttempts.othersWait(true);
    system.watch(
        call -> {
          if (call.is(DueAttempts.class, "othersWait")) {
            await(() -> assertThat(lane("")).isEmpty());
          }
        });
    eachRequestTakes(Duration.ofMillis(100));
    lane("");

    assertThat(with(DeliveryStatus.PENDING)).isPositive();
    assertThat(system.lanes.find(CONFIGURATION).wakeSentFor()).isPresent();
    assertThat(system.dueAttempts.sent().stream().map(Sent::work))
        .as("new reports rely on the lane's own message")
        .contains(DueWork.OfLane.ownMessage(CONFIGURATION, Optional.empty(), 1));
  }

  /// The count of the queue may be a minute old.
  @Test
  void turnEndsWhenItsOwnMessageHasWaited() throws IOException {
    arrive(1, 200);
    Lane lane =
        system
            .lanes
            .acquire(new DueWork.OfLane(CONFIGURATION), "h", START, START.plusSeconds(30))
            .orElseThrow()
            .withWakeSentFor(Optional.of(START));
    assertThat(system.lanes.release(lane, "h", Optional.of(START))).isEmpty();
    system.now = START.plusSeconds(3);
    eachRequestTakes(Duration.ofMillis(100));
    lane(",\"hops\":1");

    assertThat(system.receiver.received).hasSizeBetween(50, 80);
  }

  /// The lane's own message is due at START. Another message, sent `sentAfter` seconds later,
  /// arrives `comesAfter` seconds after START.
  @ParameterizedTest
  @CsvSource({
    "  4,   5, true, false", // the own message is late
    "  4,  60, false, false", // both wait in a long queue
    "121, 180, true, true", // the own message is lost: its sender died
  })
  void laneIsLeftToItsOwnMessageInALongQueue(
      int sentAfter, int comesAfter, boolean works, boolean sendsAnother) throws IOException {
    arrive(1, 200);
    Lane lane =
        system
            .lanes
            .acquire(new DueWork.OfLane(CONFIGURATION), "h", START, START.plusSeconds(30))
            .orElseThrow()
            .withWakeSentFor(Optional.of(START));
    assertThat(system.lanes.release(lane, "h", Optional.of(START))).isEmpty();
    system.now = START.plusSeconds(comesAfter);
    system.limitTo(new SendLimits(1, OptionalInt.empty()));
    system.remaining(new TestContext(61_000));
    eachRequestTakes(Duration.ofMillis(500));
    lane(",\"at\":" + START.plusSeconds(sentAfter).toEpochMilli());

    assertThat(with(DeliveryStatus.PENDING)).isPositive();
    assertThat(system.receiver.received.isEmpty()).isEqualTo(!works);
    assertThat(system.dueAttempts.sent().stream().filter(sent -> isLanesOwn(sent.work())))
        .hasSize(sendsAnother ? 1 : 0);
    assertThat(system.lanes.find(CONFIGURATION).dueAt().orElseThrow())
        .isBeforeOrEqualTo(system.now);
  }

  private static boolean isLanesOwn(DueWork work) {
    return work instanceof DueWork.OfLane lane && lane.isLanesOwn();
  }

  private void eachRequestTakes(Duration time) {
    system.receiver.answer(
        exchange -> {
          synchronized (this) {
            system.now = system.now.plus(time);
          }
          exchange.sendResponseHeaders(200, -1);
        });
  }

  /// The receiver is down, and its configuration is disabled before the next probe.
  @Test
  void disablingHoldsWhatWaitsForAProbeTogether() throws IOException {
    system.receiver.answer(500, "down");
    arrive(1, 30);
    lane("");
    int requests = system.receiver.received.size();
    disable();
    system.now = system.lanes.find(CONFIGURATION).breaker().probeAt().orElseThrow();
    lane("");

    assertThat(system.receiver.received).hasSize(requests);
    assertThat(with(DeliveryStatus.HELD)).isEqualTo(30);
    assertThat(system.lanes.find(CONFIGURATION).breaker().isOpen()).isTrue();
  }

  @Test
  void longChainOfMessagesIsLeftToTheSweep() throws IOException {
    system.receiver.answer(500, "down");
    arrive(1);
    int sent = system.dueAttempts.sent().size();
    lane(",\"hops\":12");

    assertThat(system.dueAttempts.sent()).hasSize(sent);
    assertThat(system.lanes.due()).containsEntry(CONFIGURATION, START.plusSeconds(5));
  }

  @Test
  void changedLimitHoldsInTheCurrentTurn() throws IOException {
    arrive(1, 40);
    system.limitTo(new SendLimits(1, OptionalInt.empty()));
    CountDownLatch fiveAtOnce = new CountDownLatch(5);
    system.receiver.answer(
        exchange -> {
          synchronized (this) {
            system.limitTo(SendLimits.STANDARD);
            system.now = system.now.plusMillis(600);
          }
          if (system.now.isAfter(START.plusSeconds(8))) {
            fiveAtOnce.countDown();
            await(() -> assertThat(fiveAtOnce.await(30, TimeUnit.SECONDS)).isTrue());
          }
          exchange.sendResponseHeaders(200, -1);
        });
    lane("");

    assertThat(with(DeliveryStatus.DELIVERED)).isEqualTo(40);
    assertThat(system.receiver.received).as("no request waited for others in vain").hasSize(40);
  }

  /// Three reports wait whose calls of `method` end at the same time; one request a second is
  /// allowed.
  private void threeAreHeldUpTogether(Class<?> store, String method) throws IOException {
    system.lanesStandStill();
    for (int i = 0; i < 3; i++) {
      system.invoke(event(system.put("tx" + i + ".zip", "v1", Map.of())));
    }
    system.limitTo(new SendLimits(10, OptionalInt.of(1)));
    CyclicBarrier together = new CyclicBarrier(3);
    system.watch(
        call -> {
          if (call.is(store, method)) {
            system.now = system.now.plusSeconds(1);
            await(() -> together.await(30, TimeUnit.SECONDS));
          }
        });
  }

  @Test
  void attemptsHeldUpByCountingKeepTheRateLimit() throws IOException {
    threeAreHeldUpTogether(Reports.class, "lookUp");
    AtomicInteger pauses = new AtomicInteger();
    system.whenPausing(pauses::incrementAndGet);
    lane("");

    assertThat(system.receiver.received).hasSize(3);
    assertThat(pauses).as("waits for the rate limit").hasValueGreaterThanOrEqualTo(2);
  }

  /// One slow answer delays attempts that were begun at the right pace.
  @Test
  void requestsHeldUpByAwsKeepTheRateLimit() throws IOException {
    threeAreHeldUpTogether(DownloadLinks.class, "issue");
    AtomicInteger pauses = new AtomicInteger();
    system.whenPausing(pauses::incrementAndGet);
    lane("");

    assertThat(system.receiver.received).hasSize(3);
    assertThat(pauses).as("waits for the rate limit").hasPositiveValue();
  }

  @Test
  void configurationDisabledDuringAPauseIsSentNothing() throws IOException {
    threeAreHeldUpTogether(Reports.class, "lookUp");
    system.whenPausing(this::disable);
    lane("");

    assertThat(system.receiver.received).hasSizeLessThanOrEqualTo(1);
    assertThat(with(DeliveryStatus.HELD)).isGreaterThanOrEqualTo(2);
  }

  /// AWS answers slowly when the attempt already has its configuration.
  @Test
  void configurationDisabledWhileAwsIsSlowIsSentNothing() throws IOException {
    arrive(1, 1);
    AtomicInteger issued = new AtomicInteger();
    system.watch(
        call -> {
          if (call.is(DownloadLinks.class, "issue") && issued.incrementAndGet() == 1) {
            disable();
            system.now = system.now.plusSeconds(1);
          }
        });
    lane("");

    assertThat(issued).hasValue(1);
    assertThat(system.receiver.received).isEmpty();
    assertThat(with(DeliveryStatus.HELD)).isOne();
  }

  private synchronized void disable() {
    var was = system.configuration();
    if (was.enabled()) {
      system.configurations.replace(was.disabled("by hand", system.now), was.revision());
    }
  }

  @Test
  void deliveriesOfADisabledConfigurationAreHeldAtAnyPace() throws IOException {
    arrive(1, 40);
    system.limitTo(new SendLimits(10, OptionalInt.of(1)));
    disable();
    lane("");

    assertThat(with(DeliveryStatus.HELD)).isEqualTo(40);
    assertThat(system.now).isBefore(START.plusSeconds(1));
    assertThat(system.notices).as("all of them may notice that the notice is due").hasSize(1);
  }

  /// Ends the process: it makes no further call.
  private static final class ProcessEnded extends Error {
    private static final long serialVersionUID = 1;
  }

  /// The oldest report ends each process that counts its lines. The lane's other reports go out,
  /// and a sweep finds the lane after each death.
  @Test
  void deliveryThatKillsItsWorkersFailsAlone() throws IOException {
    system.lanesStandStill();
    system.invoke(event(system.put("deadly.zip", "v1", Map.of())));
    arrive(1, 20);
    AtomicBoolean ended = new AtomicBoolean();
    int deaths = 0;
    system.watch(
        call -> {
          if (call.store() instanceof Reports && DeadLettersTest.isOf("deadly.zip", call)) {
            ended.set(true);
          }
          if (ended.get()) {
            throw new ProcessEnded();
          }
        });
    for (int turn = 0; turn < 20 && with(DeliveryStatus.PENDING) > 0; turn++) {
      try {
        lane("");
      } catch (ProcessEnded _) {
        deaths++;
        ended.set(false);
      }
      system.now = system.now.plus(Lanes.FOUND_WITHIN.multipliedBy(10));
    }

    assertThat(with(DeliveryStatus.DELIVERED)).isEqualTo(20);
    Delivery deadly =
        system.deliveries.all().stream()
            .filter(delivery -> delivery.status() == DeliveryStatus.FAILED)
            .findFirst()
            .orElseThrow();
    assertThat(deadly.report().fileName()).isEqualTo("deadly.zip");
    assertThat(deadly.progress().reason()).isEqualTo("five of its attempts killed their worker");
    assertThat(deaths).as("the first death is not noted").isEqualTo(6);
    assertThat(system.workNotes.noted()).isEmpty();
  }

  private interface Wait {
    void run() throws Exception;
  }

  private static void await(Wait wait) {
    try {
      wait.run();
    } catch (Exception e) {
      throw new IllegalStateException("the others did not come", e);
    }
  }

  @Test
  void leaseIsRenewedWhileTheLaneIsWorked() throws IOException {
    arrive(1, 100);
    eachRequestTakes(Duration.ofMillis(600));
    lane("");

    assertThat(system.receiver.received)
        .as("a turn lasts 60 s, two leases")
        .hasSizeBetween(90, 100);
    assertThat(system.log).noneMatch(line -> line.contains("attempt.not-made"));
  }
}
