package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.Deliveries.Claiming;
import io.cdrwebhooks.delivery.Deliveries.Completion;
import io.cdrwebhooks.delivery.Deliveries.Recording;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.testing.Race;
import io.cdrwebhooks.testing.SampleProgress;
import io.cdrwebhooks.testing.Samples;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The contract of every store of deliveries.
public interface DeliveriesContract extends DeliveryStore {
  @Test
  default void recordedDeliveryRoundTrips() {
    Delivery plain = recorded(Samples.delivery());
    Delivery unrouted =
        recorded(
            Samples.with(
                Samples.delivery(),
                DeliveryProgress.kept(DeliveryStatus.UNROUTED, "the task is unknown")));
    Delivery full =
        recorded(
            Samples.with(
                Samples.delivery().inspected(new Inspection(40_000, "Report no longer exists")),
                SampleProgress.of(DeliveryStatus.HELD)
                    .after(new AttemptNumber(3, 12))
                    .leasedUntil(NOW.plusMillis(1))
                    .dueAt(NOW.plusMillis(2))
                    .used(new LinkUse(NOW.plusMillis(3), 2, NOW.plusMillis(3), "2001:db8::1"))
                    .build()));
    Delivery inspected = recorded(Samples.delivery().inspected(new Inspection(0, "")));
    Delivery sample = recorded(Samples.ofSample(Samples.delivery()));
    for (Delivery delivery : List.of(plain, unrouted, full, inspected, sample)) {
      assertThat(deliveries().find(delivery.id())).contains(delivery);
      assertThat(listed(DeliveryFilter.ALL.ofTask(delivery.taskId()))).containsExactly(delivery);
    }
  }

  @Test
  default void releasedClaimCountsAsNoAttempt() {
    Delivery delivery = recorded(Samples.delivery());
    AttemptClaim claim = claimed(delivery, NOW);
    deliveries().releaseClaim(claim);
    assertThat(stored(delivery)).isEqualTo(delivery);
    AttemptClaim later = claimed(delivery, NOW.plusMillis(1));
    deliveries().releaseClaim(claim);
    assertThat(stored(delivery).progress().leasedUntil()).contains(later.leasedUntil());
    assertThat(later.number()).isEqualTo(claim.number());
  }

  @Test
  default void pendingDeliveryIsMadeDueNow() {
    Instant later = NOW.plusSeconds(60);
    Delivery delivery = recorded(Samples.with(Samples.delivery(), DeliveryProgress.pending(later)));
    assertThat(deliveries().makeDueNow(delivery.id(), later)).isFalse();
    assertThat(deliveries().makeDueNow(delivery.id(), NOW)).isTrue();
    assertThat(stored(delivery).progress().dueAt()).contains(NOW);
    claimed(stored(delivery), NOW);
    assertThat(deliveries().makeDueNow(delivery.id(), NOW.minusMillis(1))).isFalse();
    Delivery held =
        recorded(Samples.with(Samples.delivery(), DeliveryProgress.held("disabled", later)));
    assertThat(deliveries().makeDueNow(held.id(), NOW)).isFalse();
    assertThat(stored(held)).isEqualTo(held);
  }

  @Test
  default void probesAreCountedUntilTheRoundEnds() {
    Delivery delivery = recorded(Samples.delivery());
    Attempt failed = Samples.attempt(claimed(delivery, NOW).number(), AttemptOutcome.REJECTED);
    AttemptClaim claim = claimOf(delivery, failed.number(), NOW.plus(LEASE));
    assertThat(
            deliveries()
                .complete(claim, failed, NextState.again(NOW, 1, "the receiver answered 503")))
        .isEqualTo(Completion.COMPLETED);
    assertThat(stored(delivery).progress().probes()).isEqualTo(1);
    restarted(delivery, LATER);
    assertThat(stored(delivery).progress().probes()).isZero();
    assertThat(stored(delivery).roundBeganAt()).isEqualTo(LATER);
  }

  @Test
  default void unknownIdFindsNothing() {
    DeliveryId unknown = Samples.delivery().id();
    assertThat(deliveries().find(unknown)).isEmpty();
    assertThat(deliveries().attempts(unknown)).isEmpty();
  }

  /// A store may see it only after a while.
  @Test
  default void recordedDeliveryIsFoundEventually() {
    Delivery delivery = recorded(Samples.delivery());
    assertThat(deliveries().findEventually(delivery.id())).contains(delivery);
    assertThat(deliveries().findEventually(Samples.delivery().id())).isEmpty();
  }

  @Test
  default void repeatIsRecognisedAndChangesNothing() {
    Delivery delivery = recorded(Samples.delivery());
    claimed(delivery, NOW);
    Delivery stored = deliveries().find(delivery.id()).orElseThrow();
    Delivery repeat = delivery.inspected(new Inspection(7, "other"));
    assertThat(deliveries().record(repeat)).isEqualTo(new Recording.AlreadyRecorded(stored));
    assertThat(deliveries().find(delivery.id())).contains(stored);
  }

  @Test
  default void concurrentRecordingsStoreExactlyOneDelivery() {
    for (int round = 0; round < ROUNDS; round++) {
      Delivery delivery = Samples.delivery();
      List<Recording> answers = Race.of(THREADS, i -> () -> deliveries().record(delivery));
      assertThat(answers).containsOnlyOnce(new Recording.Recorded());
      assertThat(Collections.frequency(answers, new Recording.AlreadyRecorded(delivery)))
          .isEqualTo(THREADS - 1);
    }
  }

  @Test
  default void claimLeasesTheNextAttemptAndStoresTheInspection() {
    Delivery delivery = recorded(Samples.delivery());
    Inspection found =
        new Inspection(100, "Report is too large to count", Optional.of("0f".repeat(32)));
    AttemptClaim claim = claimed(delivery.inspected(found), NOW);
    assertThat(claim).isEqualTo(claimOf(delivery, new AttemptNumber(1, 1), NOW.plus(LEASE)));
    Delivery stored = deliveries().find(delivery.id()).orElseThrow();
    assertThat(stored.inspection()).contains(found);
    assertThat(stored.progress())
        .isEqualTo(
            SampleProgress.of(DeliveryStatus.PENDING)
                .leasedUntil(NOW.plus(LEASE))
                .dueAt(NOW)
                .build());
  }

  @Test
  default void laterInspectionReplacesTheEarlierOne() {
    Delivery delivery =
        recorded(
            Samples.delivery().inspected(new Inspection(1, "first", Optional.of("a1".repeat(32)))));
    Inspection second = new Inspection(2, "");
    claimed(delivery.inspected(second), NOW);
    assertThat(deliveries().find(delivery.id()).orElseThrow().inspection()).contains(second);
    Delivery without =
        Samples.with(
            delivery,
            new Delivery.Upload(
                delivery.report(), delivery.uploadedAt(), delivery.sizeBytes(), Optional.empty()));
    claimed(without, NOW.plus(LEASE));
    assertThat(deliveries().find(delivery.id()).orElseThrow().inspection()).contains(second);
  }

  @Test
  default void claimIsRefusedUntilTheLeaseEnds() {
    Delivery delivery = recorded(Samples.delivery());
    claimed(delivery, NOW);
    Delivery leased = deliveries().find(delivery.id()).orElseThrow();
    Instant justBefore = NOW.plus(LEASE).minusMillis(1);
    assertThat(deliveries().claim(delivery, justBefore, justBefore.plus(LEASE)))
        .isEqualTo(new Claiming.Refused(Optional.of(leased)));
    AttemptClaim second = claimed(delivery, NOW.plus(LEASE));
    assertThat(second.number()).isEqualTo(new AttemptNumber(1, 1));
    assertThat(second.leasedUntil()).isEqualTo(NOW.plus(LEASE).plus(LEASE));
  }

  @Test
  default void nextAttemptIsClaimedNoSoonerThanScheduled() {
    Delivery delivery = recorded(Samples.delivery());
    AttemptClaim claim = claimed(delivery, NOW);
    Attempt attempt = Samples.attempt(claim.number(), AttemptOutcome.REJECTED);
    Instant dueAt = NOW.plusSeconds(5);
    assertThat(deliveries().complete(claim, attempt, NextState.again(dueAt)))
        .isEqualTo(Completion.COMPLETED);
    Delivery waiting = stored(delivery);
    assertThat(waiting.progress().nextAttemptAt()).contains(dueAt);
    assertThat(deliveries().claim(waiting, dueAt.minusMillis(1), dueAt.plus(LEASE)))
        .isEqualTo(new Claiming.Refused(Optional.of(waiting)));
    assertThat(claimed(waiting, dueAt).number()).isEqualTo(new AttemptNumber(1, 2));
  }

  @Test
  default void nextStateIsStored() {
    for (NextState nextState :
        List.of(
            NextState.delivered(NOW.plusSeconds(7_200)),
            NextState.again(NOW.plusMillis(1)),
            NextState.failed("The last attempt of the schedule failed"),
            NextState.held("The configuration is disabled", NOW))) {
      Delivery delivery = recorded(Samples.delivery());
      AttemptClaim claim = claimed(delivery, NOW);
      Attempt attempt = Samples.attempt(claim.number(), AttemptOutcome.REJECTED);
      assertThat(deliveries().complete(claim, attempt, nextState)).isEqualTo(Completion.COMPLETED);
      assertThat(stored(delivery).progress())
          .isEqualTo(
              SampleProgress.of(nextState.status())
                  .because(nextState.reason())
                  .after(claim.number())
                  .dueAt(nextState.dueAt())
                  .build());
    }
  }

  @Test
  default void claimIsRefusedUnlessTheDeliveryIsPending() {
    for (DeliveryStatus status : DeliveryStatus.values()) {
      Delivery delivery =
          recorded(
              Samples.with(
                  Samples.delivery(),
                  status == DeliveryStatus.PENDING
                      ? DeliveryProgress.pending(NOW)
                      : DeliveryProgress.kept(status, "")));
      Claiming answer = deliveries().claim(delivery, NOW, NOW.plus(LEASE));
      if (status == DeliveryStatus.PENDING) {
        assertThat(answer).isInstanceOf(Claiming.Claimed.class);
      } else {
        assertThat(answer).isEqualTo(new Claiming.Refused(Optional.of(delivery)));
      }
    }
  }

  @Test
  default void claimIsRefusedAfterAnotherAttemptWasRecorded() {
    Delivery delivery = recorded(Samples.delivery());
    complete(claimed(delivery, NOW), AttemptOutcome.REJECTED, DeliveryStatus.PENDING);
    Delivery current = deliveries().find(delivery.id()).orElseThrow();
    assertThat(deliveries().claim(delivery, NOW, NOW.plus(LEASE)))
        .isEqualTo(new Claiming.Refused(Optional.of(current)));
    assertThat(claimed(current, NOW).number()).isEqualTo(new AttemptNumber(1, 2));
  }

  @Test
  default void claimOfAnUnknownDeliveryIsRefused() {
    Delivery never = Samples.delivery();
    assertThat(deliveries().claim(never, NOW, NOW.plus(LEASE)))
        .isEqualTo(new Claiming.Refused(Optional.empty()));
    assertThat(deliveries().find(never.id())).isEmpty();
  }

  @Test
  default void concurrentClaimsGrantExactlyOne() {
    for (int round = 0; round < ROUNDS; round++) {
      Delivery delivery = recorded(Samples.delivery());
      Instant now = NOW.plusSeconds(round);
      List<Claiming> answers =
          Race.of(THREADS, i -> () -> deliveries().claim(delivery, now, now.plus(LEASE)));
      Delivery stored = deliveries().find(delivery.id()).orElseThrow();
      assertThat(answers)
          .containsOnlyOnce(
              new Claiming.Claimed(claimOf(delivery, new AttemptNumber(1, 1), now.plus(LEASE))));
      assertThat(Collections.frequency(answers, new Claiming.Refused(Optional.of(stored))))
          .isEqualTo(THREADS - 1);
    }
  }

  @Test
  default void expiredLeaseStillCompletesUnlessTakenOver() {
    Delivery delivery = recorded(Samples.delivery());
    AttemptClaim claim = claimed(delivery, NOW);
    deliveries()
        .recordLinkFollowed(
            delivery.id(), Samples.follow(NOW.plus(LEASE).plusSeconds(1), "198.51.100.9"));
    Attempt attempt = Samples.attempt(claim.number(), AttemptOutcome.DELIVERED);
    assertThat(
            deliveries()
                .complete(claim, attempt, DeliveryStore.nextState(DeliveryStatus.DELIVERED)))
        .isEqualTo(Completion.COMPLETED);
    assertThat(deliveries().find(delivery.id()).orElseThrow().progress().linkUse())
        .contains(
            new LinkUse(
                NOW.plus(LEASE).plusSeconds(1), 1, NOW.plus(LEASE).plusSeconds(1), "198.51.100.9"));
  }

  @Test
  default void attemptUnderALostLeaseIsDropped() {
    Delivery delivery = recorded(Samples.delivery());
    AttemptClaim lost = claimed(delivery, NOW);
    AttemptClaim later = claimed(delivery, NOW.plus(LEASE));
    Delivery leased = deliveries().find(delivery.id()).orElseThrow();
    Attempt dropped = Samples.attempt(lost.number(), AttemptOutcome.REJECTED);
    assertThat(deliveries().complete(lost, dropped, DeliveryStore.nextState(DeliveryStatus.FAILED)))
        .isEqualTo(Completion.LEASE_LOST);
    assertThat(deliveries().find(delivery.id())).contains(leased);
    assertThat(deliveries().attempts(delivery.id())).isEmpty();

    Attempt kept = complete(later, AttemptOutcome.UNREACHABLE, DeliveryStatus.PENDING);
    assertThat(deliveries().complete(lost, dropped, DeliveryStore.nextState(DeliveryStatus.FAILED)))
        .isEqualTo(Completion.LEASE_LOST);
    assertThat(deliveries().attempts(delivery.id())).containsExactly(kept);
    assertThat(deliveries().find(delivery.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.PENDING);
  }

  @Test
  default void deliveredUnderALostLeaseStillDelivers() {
    Delivery delivery = recorded(Samples.delivery());
    AttemptClaim lost = claimed(delivery, NOW);
    AttemptClaim later = claimed(delivery, NOW.plus(LEASE));
    Attempt dropped = Samples.attempt(lost.number(), AttemptOutcome.DELIVERED);
    assertThat(
            deliveries().complete(lost, dropped, DeliveryStore.nextState(DeliveryStatus.DELIVERED)))
        .isEqualTo(Completion.LEASE_LOST);
    Delivery delivered = deliveries().find(delivery.id()).orElseThrow();
    assertThat(delivered.progress()).isEqualTo(DeliveryProgress.kept(DeliveryStatus.DELIVERED, ""));
    assertThat(deliveries().attempts(delivery.id())).isEmpty();

    Attempt rejected = Samples.attempt(later.number(), AttemptOutcome.REJECTED);
    assertThat(
            deliveries().complete(later, rejected, DeliveryStore.nextState(DeliveryStatus.FAILED)))
        .isEqualTo(Completion.LEASE_LOST);
    assertThat(deliveries().find(delivery.id())).contains(delivered);
    assertThat(deliveries().attempts(delivery.id())).isEmpty();
  }

  @Test
  default void linkIsCheckedEvenAfterALostLeaseDelivered() {
    Delivery delivery = recorded(Samples.delivery());
    AttemptClaim lost = claimed(delivery, NOW);
    claimed(delivery, NOW.plus(LEASE));
    Instant linkCheckAt = NOW.plusSeconds(7_200);
    deliveries()
        .complete(
            lost,
            Samples.attempt(lost.number(), AttemptOutcome.DELIVERED),
            NextState.delivered(linkCheckAt));
    assertThat(stored(delivery).progress().dueAt()).contains(linkCheckAt);
  }

  @Test
  default void lostLeaseDoesNotReviveAFailedDelivery() {
    Delivery delivery = recorded(Samples.delivery());
    AttemptClaim lost = claimed(delivery, NOW);
    Attempt kept =
        complete(
            claimed(delivery, NOW.plus(LEASE)), AttemptOutcome.REJECTED, DeliveryStatus.FAILED);
    Delivery failed = deliveries().find(delivery.id()).orElseThrow();
    assertThat(
            deliveries()
                .complete(
                    lost,
                    Samples.attempt(lost.number(), AttemptOutcome.DELIVERED),
                    DeliveryStore.nextState(DeliveryStatus.DELIVERED)))
        .isEqualTo(Completion.LEASE_LOST);
    assertThat(deliveries().find(delivery.id())).contains(failed);
    assertThat(deliveries().attempts(delivery.id())).containsExactly(kept);
  }

  @Test
  default void completionOfAnUnknownDeliveryStoresNothing() {
    Delivery never = Samples.delivery();
    AttemptClaim claim = claimOf(never, new AttemptNumber(1, 1), NOW.plus(LEASE));
    assertThat(
            deliveries()
                .complete(
                    claim,
                    Samples.attempt(claim.number(), AttemptOutcome.DELIVERED),
                    DeliveryStore.nextState(DeliveryStatus.DELIVERED)))
        .isEqualTo(Completion.LEASE_LOST);
    assertThat(deliveries().find(never.id())).isEmpty();
    recorded(never);
    assertThat(deliveries().attempts(never.id())).isEmpty();
  }

  private static AttemptClaim claimOf(
      Delivery delivery, AttemptNumber number, Instant leasedUntil) {
    return new AttemptClaim(
        delivery.id(), delivery.configurationId().orElseThrow(), number, leasedUntil);
  }
}
