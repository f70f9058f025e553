package io.cdrwebhooks.dispatch.attempt;

import static io.cdrwebhooks.dispatch.TestEvents.event;
import static io.cdrwebhooks.dispatch.TestStores.CONFIGURATION;
import static io.cdrwebhooks.dispatch.TestStores.KEY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.configuration.SealedHeader;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.PayloadSignatures;
import io.cdrwebhooks.delivery.RetrySchedule;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.DrivenJobs;
import io.cdrwebhooks.dispatch.TestContext;
import io.cdrwebhooks.dispatch.TestStores;
import io.cdrwebhooks.dispatch.exchange.RecordingReceiver.Received;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.notice.ReceiverNotice;
import io.cdrwebhooks.statement.StatementDays;
import io.cdrwebhooks.statement.StatementPart;
import io.cdrwebhooks.terms.SendLimits;
import io.cdrwebhooks.testing.SampleWork;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.BulkJobs;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tests notices to receivers: who gets them, when they are repeated, and that they keep the limits
/// of the lane.
class ReceiverNoticesTest {
  private static final LocalDate DAY = LocalDate.parse("2026-01-10");
  private static final ReceiverNotice NOTICE =
      new ReceiverNotice.StatementReady(CONFIGURATION, DAY, 1, "ab".repeat(32));

  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();
  private final DrivenJobs jobs = new DrivenJobs(system);

  @BeforeEach
  void receiverWantsNotices() {
    system.receiverNotices = true;
    system.receiverMayAsk(true);
  }

  @Test
  void statementOfADayIsAnnouncedWhenItIsComplete() throws IOException {
    makeStatement(DAY);
    Instant at = system.now;

    StatementPart part = system.statements.last(CONFIGURATION).orElseThrow();
    BulkJobId id = new ReceiverNotice.StatementReady(CONFIGURATION, DAY, 1, part.sha256()).id();
    jobs.run(id);

    assertThat(bodies())
        .containsExactly(
            """
            {"notice":"statement-ready","id":"%s","at":"%s","configurationId":"%s",\
            "day":"2026-01-10","parts":1,"sha256":"%s"}\
            """
                .formatted(id, at.toString().replace("Z", ".000Z"), CONFIGURATION, part.sha256()));
    Received request = system.receiver.received.getFirst();
    assertThat(request.headers())
        .containsEntry("webhook-id", id.value())
        .containsEntry("X-CDR-Signature", PayloadSignatures.xCdrSignature(KEY, request.body()))
        .containsEntry(
            "webhook-signature",
            PayloadSignatures.webhookSignature(
                List.of(KEY),
                id.value(),
                Long.parseLong(request.headers().get("webhook-timestamp")),
                request.body()));
  }

  @Test
  void eachDayIsAnnouncedOnce() throws IOException {
    BulkJob statements = makeStatement(DAY);
    system.now = StatementDays.madeFrom(CONFIGURATION, DAY.plusDays(3));
    assertThat(jobs.due(statements)).isEmpty();
    system.now = system.now.plusSeconds(1);
    jobs.sweepUntilFinished(notices().getLast());
    for (BulkJob notice : notices()) {
      jobs.run(notice.id());
    }

    assertThat(bodies())
        .hasSize(4)
        .allSatisfy(body -> assertThat(body).startsWith("{\"notice\":\"statement-ready\""));
    assertThat(bodies().stream().map(body -> body.replaceAll(".*\"day\":\"([^\"]*)\".*", "$1")))
        .containsExactlyInAnyOrder("2026-01-10", "2026-01-11", "2026-01-12", "2026-01-13");
  }

  @Test
  void receiverWithoutTheOptionGetsNoNotice() throws IOException {
    system.receiverNotices = false;
    system.receiverMayAsk(true);
    makeStatement(DAY);

    assertThat(system.statements.all(CONFIGURATION)).isNotEmpty();
    assertThat(notices()).isEmpty();
  }

  @Test
  void refusedNoticeIsSentAgainForThreeDaysAndThenGivenUp() throws IOException {
    system.receiver.answer(500, "down");
    BulkJob job = created();
    Instant begun = system.now;
    jobs.run(job.id());

    assertThat(bodies()).hasSize(13).containsOnly(NOTICE.json(begun));
    assertThat(Duration.between(begun, system.now))
        .isBetween(RetrySchedule.STANDARD.lasts(), hours(80));
    assertThat(system.log).anyMatch(line -> line.contains("given-up"));
    assertThat(jobs.found(job).position().seen()).isEqualTo(13);
  }

  @Test
  void acceptedNoticeIsNotSentAgain() throws IOException {
    system.receiver.answer(503, "");
    BulkJob job = created();
    jobs.due(job);
    system.receiver.answer(204, "");
    jobs.run(job.id());
    jobs.due(job);

    int requests = system.receiver.received.size();
    assertThat(system.log).anyMatch(line -> line.contains("accepted"));
    jobs.due(job);
    assertThat(system.receiver.received).hasSize(requests);
  }

  @Test
  void answer410EndsTheNoticeAndKeepsTheHealth() throws IOException {
    system.receiver.answer(410, "");
    BulkJob job = created();
    jobs.due(job);

    assertThat(jobs.found(job).finished()).isTrue();
    assertThat(system.configuration().enabled()).isTrue();
    assertThat(system.configuration().health().failing()).isEmpty();
    assertThat(lane().breaker().failed()).isEmpty();
  }

  /// The process dies after the request: nothing says that the receiver has the notice.
  @Test
  void noticeWhoseRecordIsLostIsSentAgain() throws IOException {
    BulkJob job = created();
    AtomicInteger deaths = new AtomicInteger();
    system.watch(
        call -> {
          if (call.is(BulkJobs.class, "advance")
              && !bodies().isEmpty()
              && deaths.incrementAndGet() == 1) {
            throw new IllegalStateException("killed");
          }
        });
    assertThat(jobs.due(job)).hasSize(1);
    jobs.run(job.id());

    assertThat(bodies()).hasSize(2);
    assertThat(system.receiver.received)
        .extracting(request -> request.headers().get("webhook-id"))
        .containsOnly(job.id().value());
  }

  @Test
  void repeatedMessageDoesNotSendTheNoticeAgain() throws IOException {
    BulkJob job = created();
    system.receiver.answer(
        exchange -> {
          if (bodies().size() == 1) {
            assertThat(jobs.due(job)).isEmpty();
          }
          exchange.sendResponseHeaders(200, -1);
        });
    jobs.due(job);

    assertThat(jobs.found(job).finished()).isTrue();
    assertThat(bodies()).hasSize(1);
  }

  @Test
  void disabledOrDeletedConfigurationGetsNoNotice() throws IOException {
    BulkJob disabled = created();
    system.receiverIs(system.receiver.url(), false);
    jobs.run(disabled.id());
    system.withoutConfiguration();
    BulkJob deleted = createdFor(DAY.plusDays(1));
    jobs.run(deleted.id());

    assertThat(bodies()).isEmpty();
  }

  @Test
  void noticeWaitsWhileAnotherHoldsTheLane() throws IOException {
    system.lanesStandStill();
    BulkJob job = created();
    Lane held = hold("another", Duration.ofMinutes(5));
    jobs.due(job);

    assertThat(bodies()).isEmpty();
    assertThat(jobs.found(job).dueAt().orElseThrow())
        .isAfterOrEqualTo(system.now.plus(Duration.ofMinutes(1)));
    assertThat(jobs.found(job).position().seen()).as("no try is used up").isZero();
    Lane now = lane();
    assertThat(system.lanes.release(now, "another", held.dueAt())).isEmpty();
    jobs.run(job.id());
    assertThat(bodies()).hasSize(1);
  }

  @Test
  void noticeThatIsNotSentInTimeIsGivenUp() throws IOException {
    BulkJob job = created();
    system.now = system.now.plus(RetrySchedule.STANDARD.lastsAtMost()).plusMillis(1);
    jobs.due(job);

    assertThat(bodies()).isEmpty();
    assertThat(system.log).anyMatch(line -> line.contains("given-up"));
  }

  /// The request and what follows it must fit into the invocation.
  @Test
  void requestDoesNotBeginNearTheEndOfTheInvocation() throws IOException {
    BulkJob job = created();
    system.remaining(TestContext.remaining(22_000));
    system.vaultTakes = Duration.ofSeconds(3);
    jobs.due(job);

    assertThat(bodies()).isEmpty();
    assertThat(lane().leasedUntil()).isEmpty();
  }

  /// A busy lane is free only between two turns.
  @Test
  void noticeIsSentBetweenTwoTurns() throws IOException {
    system.lanesStandStill();
    BulkJob job = created();
    Lane _ = hold("another", Duration.ofMinutes(5));
    AtomicInteger pauses = new AtomicInteger();
    system.whenPausing(
        () -> {
          if (pauses.incrementAndGet() == 20) {
            assertThat(system.lanes.release(lane(), "another", Optional.empty())).isEmpty();
          }
        });
    jobs.due(job);

    assertThat(bodies()).hasSize(1);
  }

  @Test
  void noticeWaitsWhileTheBreakerIsOpen() throws IOException {
    openBreaker();
    int deliveries = bodies().size();
    Lane before = lane();
    BulkJob job = created();
    jobs.due(job);

    assertThat(bodies()).hasSize(deliveries);
    assertThat(lane().state()).isEqualTo(before.state());
    assertThat(jobs.found(job).dueAt().orElseThrow())
        .isAfter(before.breaker().probeAt().orElseThrow());
  }

  /// The receiver may work again although no delivery waits that could be the probe.
  @Test
  void noticeIsSentWhenAProbeIsDue() throws IOException {
    openBreaker();
    system.now = lane().breaker().probeAt().orElseThrow();
    system.receiver.answer(200, "");
    jobs.due(created());

    assertThat(bodies().getLast()).startsWith("{\"notice\"");
    assertThat(lane().breaker().isOpen()).as("it is no probe").isTrue();
    assertThat(lane().leasedUntil()).isEmpty();
  }

  /// Otherwise each of many notices would be sent, one after the other.
  @Test
  void noticeThatFailsInPlaceOfAProbeDelaysTheNext() throws IOException {
    openBreaker();
    Instant probeAt = lane().breaker().probeAt().orElseThrow();
    system.now = probeAt;
    int requests = bodies().size();
    jobs.due(created());
    jobs.due(createdFor(DAY.minusDays(1)));

    assertThat(bodies()).hasSize(requests + 1);
    assertThat(lane().breaker().probes()).isOne();
    assertThat(lane().breaker().probeAt()).contains(probeAt.plusSeconds(10));
  }

  @Test
  void interruptedWaitForThePaceGivesTheLaneBack() throws IOException {
    system.limitTo(new SendLimits(10, OptionalInt.of(1)));
    jobs.due(created());
    system.whenPausing(
        () -> {
          throw new IllegalStateException("interrupted");
        });
    jobs.due(createdFor(DAY.plusDays(1)));

    assertThat(bodies()).hasSize(1);
    assertThat(lane().leasedUntil()).isEmpty();
  }

  /// The configuration allows one request at a time.
  @Test
  void reportThatArrivesMeanwhileIsSentAfterTheNotice() throws IOException {
    system.limitTo(new SendLimits(1, OptionalInt.empty()));
    AtomicInteger open = new AtomicInteger();
    List<Integer> together = new ArrayList<>();
    system.receiver.answer(
        exchange -> {
          together.add(open.incrementAndGet());
          if (bodies().size() == 1) {
            assertThat(system.invoke(event(system.put("tx00001.zip", "v1")))).isEmpty();
          }
          open.decrementAndGet();
          exchange.sendResponseHeaders(200, -1);
        });
    BulkJob job = created();
    jobs.due(job);

    assertThat(together).containsExactly(1, 1);
    assertThat(bodies().getFirst()).startsWith("{\"notice\"");
    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(lane().leasedUntil()).isEmpty();
  }

  /// The lane of a delivery that waits for its next attempt is due when it was.
  @Test
  void waitingDeliveryKeepsItsTime() throws IOException {
    system.receiver.answer(500, "down");
    system.invoke(event(system.put("tx00001.zip", "v1")));
    Optional<Instant> dueAt = system.delivery().progress().dueAt();
    system.now = system.now.plusSeconds(1);
    system.receiver.answer(200, "");
    jobs.due(created());

    assertThat(bodies()).hasSize(2);
    assertThat(lane().dueAt().orElseThrow()).isBeforeOrEqualTo(dueAt.orElseThrow());
    system.nextAttempt();
    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  void noticeCountsForTheRateLimit() throws IOException {
    system.limitTo(new SendLimits(10, OptionalInt.of(1)));
    jobs.due(created());

    assertThat(lane().state().nextSendAt()).contains(system.now.plusSeconds(1));
    jobs.due(createdFor(DAY.plusDays(1)));
    assertThat(bodies()).hasSize(2);
    assertThat(Duration.between(TestStores.START, system.now)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void requestHasWhatTheGatewayAsksFor() throws IOException {
    system.give(
        new GatewayCredentials(
            List.of(
                new SealedHeader(
                    "X-Api-Key", new SealedSignature(DispatchSystem.HEADER, "s3cret-Gateway-Key"))),
            Optional.empty()));
    jobs.due(created());

    assertThat(system.receiver.received.getFirst().headers())
        .containsEntry("X-Api-Key", "s3cret-Gateway-Key");
    assertThat(system.log).noneMatch(line -> line.contains("s3cret"));
  }

  private void openBreaker() throws IOException {
    system.receiver.answer(500, "down");
    for (int i = 0; i < 30; i++) {
      system.invoke(event(system.put("tx" + i + ".zip", "v1")));
    }
    assertThat(lane().breaker().isOpen()).isTrue();
  }

  private BulkJob makeStatement(LocalDate day) throws IOException {
    Instant noon = StatementDays.beginning(day).plus(hours(12));
    BulkJob job =
        BulkJob.create(
            BulkJobId.ofStatements(CONFIGURATION),
            new BulkJob.Task.MakeStatements(CONFIGURATION, new TimeRange(noon, noon)),
            system.now);
    assertThat(system.jobs.create(job)).isTrue();
    system.now = StatementDays.madeFrom(CONFIGURATION, day);
    assertThat(jobs.due(job)).isEmpty();
    return job;
  }

  private BulkJob created() {
    return createdFor(DAY);
  }

  private BulkJob createdFor(LocalDate day) {
    ReceiverNotice notice =
        new ReceiverNotice.StatementReady(CONFIGURATION, day, 1, "ab".repeat(32));
    BulkJob job =
        BulkJob.create(
            notice.id(),
            new BulkJob.Task.Notify(
                CONFIGURATION, notice.json(system.now), new TimeRange(system.now, system.now)),
            system.now);
    assertThat(system.jobs.create(job)).isTrue();
    return job;
  }

  private List<BulkJob> notices() {
    return system.jobs.all().stream()
        .filter(job -> job.task() instanceof BulkJob.Task.Notify)
        .toList();
  }

  private Lane hold(String holder, Duration lease) {
    return system
        .lanes
        .acquire(SampleWork.wakeUp(CONFIGURATION), holder, system.now, system.now.plus(lease))
        .orElseThrow();
  }

  private Lane lane() {
    return system.lanes.find(CONFIGURATION);
  }

  private List<String> bodies() {
    return system.receiver.received.stream()
        .map(request -> new String(request.body(), UTF_8))
        .toList();
  }

  private static Duration hours(int hours) {
    return Duration.ofHours(hours);
  }
}
