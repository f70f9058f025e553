package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Deliveries.Claiming;
import io.cdrwebhooks.delivery.Deliveries.Completion;
import io.cdrwebhooks.delivery.Deliveries.Restarting;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.testing.Race;
import io.cdrwebhooks.testing.SampleProgress;
import io.cdrwebhooks.testing.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The contract for stopping and restarting deliveries, also while attempts are in flight.
public interface DeliveryRoundsContract extends DeliveryStore {
  Set<DeliveryStatus> ANY = EnumSet.allOf(DeliveryStatus.class);
  NextState HELD = new NextState(DeliveryStatus.HELD, "why", Optional.empty(), 0);
  LinkUse USE = new LinkUse(NOW, 2, NOW, "198.51.100.9");

  @Test
  default void stoppedDeliveryHasAReasonAndNoAttempt() {
    for (DeliveryStatus status : List.of(DeliveryStatus.HELD, DeliveryStatus.FAILED)) {
      Delivery seen = recorded(reached(DeliveryStatus.PENDING, new AttemptNumber(2, 3)));
      assertThat(
              deliveries()
                  .stop(seen, NOW, new NextState(status, "the reason", Optional.empty(), 0)))
          .isTrue();
      Delivery stopped = stored(seen);
      assertThat(stopped.progress())
          .isEqualTo(
              SampleProgress.of(status)
                  .because("the reason")
                  .after(new AttemptNumber(2, 3))
                  .used(USE)
                  .build());
      assertThat(deliveries().claim(seen, LATER, LATER.plus(LEASE)))
          .isEqualTo(new Claiming.Refused(Optional.of(stopped)));
    }
  }

  @Test
  default void stoppedDeliveryMayGetAnotherStoppedStatus() {
    Delivery seen = recorded(Samples.delivery());
    assertThat(
            deliveries()
                .stop(
                    seen, NOW, new NextState(DeliveryStatus.HELD, "disabled", Optional.empty(), 0)))
        .isTrue();
    Delivery held = stored(seen);
    assertThat(
            deliveries()
                .stop(held, NOW, new NextState(DeliveryStatus.FAILED, "", Optional.empty(), 0)))
        .isTrue();
    assertThat(stored(seen).progress()).isEqualTo(DeliveryProgress.kept(DeliveryStatus.FAILED, ""));
  }

  @Test
  default void stopIsRefusedWhileALeaseRuns() {
    Delivery seen = recorded(Samples.delivery());
    AttemptClaim claim = claimed(seen, NOW);
    Delivery leased = stored(seen);
    Instant justBefore = claim.leasedUntil().minusMillis(1);
    assertThat(deliveries().stop(leased, justBefore, HELD)).isFalse();
    assertThat(stored(seen)).isEqualTo(leased);
    assertThat(deliveries().stop(leased, claim.leasedUntil(), HELD)).isTrue();
    assertThat(stored(seen).progress())
        .isEqualTo(DeliveryProgress.kept(DeliveryStatus.HELD, "why"));
  }

  @Test
  default void stopIsRefusedIfTheDeliveryHasChanged() {
    Delivery seen = recorded(Samples.delivery());
    complete(claimed(seen, NOW), AttemptOutcome.REJECTED, DeliveryStatus.PENDING);
    Delivery afterAnAttempt = stored(seen);
    assertThat(deliveries().stop(seen, NOW, HELD)).isFalse();
    assertThat(stored(seen)).isEqualTo(afterAnAttempt);

    complete(claimed(afterAnAttempt, NOW), AttemptOutcome.DELIVERED, DeliveryStatus.DELIVERED);
    Delivery delivered = stored(seen);
    Delivery asIfPending =
        Samples.with(
            delivered, reached(DeliveryStatus.PENDING, new AttemptNumber(1, 2)).progress());
    assertThat(deliveries().stop(asIfPending, NOW, HELD)).isFalse();
    assertThat(stored(seen)).isEqualTo(delivered);

    Delivery restarted = restarted(seen, NOW);
    assertThat(deliveries().stop(asIfPending, NOW, HELD)).isFalse();
    assertThat(stored(seen)).isEqualTo(restarted);
  }

  @Test
  default void stopOfAnUnknownDeliveryStoresNothing() {
    Delivery never = Samples.delivery();
    assertThat(deliveries().stop(never, NOW, HELD)).isFalse();
    assertThat(deliveries().find(never.id())).isEmpty();
  }

  @Test
  default void stopNeedsAReceiver() {
    Delivery unrouted =
        recorded(
            Samples.with(
                Samples.delivery(), DeliveryProgress.kept(DeliveryStatus.UNROUTED, "unknown")));
    assertThatThrownBy(
            () ->
                deliveries()
                    .stop(
                        unrouted,
                        NOW,
                        new NextState(DeliveryStatus.FAILED, "why", Optional.empty(), 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(stored(unrouted)).isEqualTo(unrouted);
  }

  @Test
  default void restartBeginsANewRoundFromEachStatus() {
    for (DeliveryStatus status : DeliveryStatus.values()) {
      Delivery was =
          recorded(
              reached(status, new AttemptNumber(2, 13)).inspected(new Inspection(7, "not whole")));
      ConfigurationId receiver = Samples.configurationId();
      Delivery expected =
          new Delivery(
              was.id(),
              Optional.of(receiver),
              was.upload(),
              was.createdAt(),
              SampleProgress.of(DeliveryStatus.PENDING)
                  .after(new AttemptNumber(3, 0))
                  .dueAt(LATER)
                  .used(USE)
                  .inRoundSince(LATER)
                  .build());
      assertThat(deliveries().restart(was.id(), Set.of(status), receiver, LATER))
          .isEqualTo(new Restarting.Restarted(expected));
      assertThat(stored(was)).isEqualTo(expected);
      assertThat(claimed(expected, LATER).number()).isEqualTo(new AttemptNumber(3, 1));
    }
  }

  @Test
  default void restartFromAnotherStatusIsRefused() {
    for (DeliveryStatus status : DeliveryStatus.values()) {
      Delivery was = recorded(reached(status, new AttemptNumber(1, 1)));
      for (Set<DeliveryStatus> from :
          List.of(EnumSet.complementOf(EnumSet.of(status)), EnumSet.noneOf(DeliveryStatus.class))) {
        assertThat(deliveries().restart(was.id(), from, Samples.configurationId(), NOW))
            .isEqualTo(new Restarting.Refused(Optional.of(was)));
      }
      assertThat(stored(was)).isEqualTo(was);
    }
  }

  @Test
  default void restartOfAnUnknownDeliveryStoresNothing() {
    DeliveryId never = Samples.delivery().id();
    assertThat(deliveries().restart(never, ANY, Samples.configurationId(), NOW))
        .isEqualTo(new Restarting.Refused(Optional.empty()));
    assertThat(deliveries().find(never)).isEmpty();
  }

  @Test
  default void concurrentRestartsGrantExactlyOne() {
    for (int round = 0; round < ROUNDS; round++) {
      Delivery failed = recorded(reached(DeliveryStatus.FAILED, new AttemptNumber(1, 13)));
      ConfigurationId receiver = failed.configurationId().orElseThrow();
      List<Restarting> answers =
          Race.of(
              THREADS,
              i ->
                  () ->
                      deliveries()
                          .restart(failed.id(), Set.of(DeliveryStatus.FAILED), receiver, NOW));
      Delivery restarted = stored(failed);
      assertThat(restarted.progress().lastAttempt()).isEqualTo(new AttemptNumber(2, 0));
      assertThat(answers).containsOnlyOnce(new Restarting.Restarted(restarted));
      assertThat(Collections.frequency(answers, new Restarting.Refused(Optional.of(restarted))))
          .isEqualTo(THREADS - 1);
    }
  }

  @Test
  default void stopAndClaimExcludeEachOther() {
    for (int round = 0; round < ROUNDS; round++) {
      Delivery seen = recorded(Samples.delivery());
      List<Object> answers =
          Race.of(
              List.of(
                  () -> deliveries().claim(seen, NOW, NOW.plus(LEASE)),
                  () -> deliveries().stop(seen, NOW, HELD)));
      boolean claimed = answers.getFirst() instanceof Claiming.Claimed;
      assertThat(answers.getLast()).isEqualTo(!claimed);
      assertThat(stored(seen).status())
          .isEqualTo(claimed ? DeliveryStatus.PENDING : DeliveryStatus.HELD);
    }
  }

  @Test
  default void attemptOfTheOldRoundIsKeptAndTheNewRoundContinues() {
    for (AttemptOutcome outcome : AttemptOutcome.values()) {
      Delivery delivery = recorded(Samples.delivery());
      AttemptClaim underWay = claimed(delivery, NOW);
      Delivery restarted = restarted(delivery, NOW);
      Attempt kept = Samples.attempt(underWay.number(), outcome);
      assertThat(
              deliveries()
                  .complete(underWay, kept, DeliveryStore.nextState(DeliveryStatus.DELIVERED)))
          .isEqualTo(Completion.LEASE_LOST);
      assertThat(stored(delivery)).isEqualTo(restarted);
      assertThat(deliveries().attempts(delivery.id())).containsExactly(kept);

      AttemptClaim next = claimed(restarted, NOW);
      assertThat(next.number()).isEqualTo(new AttemptNumber(2, 1));
      Attempt again = complete(next, AttemptOutcome.DELIVERED, DeliveryStatus.DELIVERED);
      assertThat(deliveries().attempts(delivery.id())).containsExactly(kept, again);
    }
  }

  @Test
  default void oldRoundsAttemptDoesNotCompleteTheNewRound() {
    Delivery delivery = recorded(Samples.delivery());
    AttemptClaim old = claimed(delivery, NOW);
    AttemptClaim next = claimed(restarted(delivery, NOW), NOW);
    assertThat(next.leasedUntil()).isEqualTo(old.leasedUntil());
    Delivery leased = stored(delivery);
    Attempt kept = Samples.attempt(old.number(), AttemptOutcome.DELIVERED);
    assertThat(deliveries().complete(old, kept, DeliveryStore.nextState(DeliveryStatus.DELIVERED)))
        .isEqualTo(Completion.LEASE_LOST);
    assertThat(stored(delivery)).isEqualTo(leased);
    Attempt made = complete(next, AttemptOutcome.REJECTED, DeliveryStatus.FAILED);
    assertThat(deliveries().attempts(delivery.id())).containsExactly(kept, made);
  }

  @Test
  default void attemptOfTheLaterLeaseIsKeptInAnOldRound() {
    for (boolean laterOneFirst : new boolean[] {true, false}) {
      Delivery delivery = recorded(Samples.delivery());
      AttemptClaim earlier = claimed(delivery, NOW);
      AttemptClaim later = claimed(delivery, NOW.plus(LEASE));
      restarted(delivery, LATER);
      Attempt dropped = Samples.attempt(earlier.number(), AttemptOutcome.UNREACHABLE);
      Attempt kept = Samples.attempt(later.number(), AttemptOutcome.REJECTED);
      NextState nextState = DeliveryStore.nextState(DeliveryStatus.FAILED);
      if (laterOneFirst) {
        deliveries().complete(later, kept, nextState);
        deliveries().complete(earlier, dropped, nextState);
      } else {
        deliveries().complete(earlier, dropped, nextState);
        deliveries().complete(later, kept, nextState);
      }
      assertThat(deliveries().attempts(delivery.id())).containsExactly(kept);
    }
  }

  @Test
  default void attemptsAreListedByRoundAndNumber() {
    Delivery delivery = recorded(Samples.delivery());
    List<Attempt> made = new ArrayList<>();
    for (int round = 1; round <= 11; round++) {
      for (int number = 1; number <= 2; number++) {
        made.add(
            complete(
                claimed(stored(delivery), LATER), AttemptOutcome.REJECTED, DeliveryStatus.PENDING));
      }
      restarted(delivery, LATER);
    }
    assertThat(made.getLast().number()).isEqualTo(new AttemptNumber(11, 2));
    assertThat(deliveries().attempts(delivery.id())).containsExactlyElementsOf(made);
  }

  @Test
  default void clearedDeliveryIsNotDueAnyMore() {
    Delivery delivered = recorded(reached(DeliveryStatus.DELIVERED, new AttemptNumber(1, 1)));
    deliveries().clearDueAt(delivered.id(), NOW.plusMillis(1));
    assertThat(stored(delivered)).isEqualTo(delivered);
    for (int again = 0; again < 2; again++) {
      deliveries().clearDueAt(delivered.id(), NOW);
      assertThat(stored(delivered).progress())
          .isEqualTo(
              SampleProgress.of(DeliveryStatus.DELIVERED)
                  .because(delivered.progress().reason())
                  .after(new AttemptNumber(1, 1))
                  .used(USE)
                  .build());
    }
  }

  @Test
  default void clearingDueTimeKeepsPendingAndUnknownDeliveries() {
    Delivery pending = recorded(Samples.delivery());
    deliveries().clearDueAt(pending.id(), pending.progress().dueAt().orElseThrow());
    assertThat(stored(pending)).isEqualTo(pending);
    DeliveryId never = Samples.delivery().id();
    deliveries().clearDueAt(never, NOW);
    assertThat(deliveries().find(never)).isEmpty();
  }

  /// A delivery after some attempts, with its link followed; due, if it has a due time.
  private static Delivery reached(DeliveryStatus status, AttemptNumber last) {
    boolean due = status == DeliveryStatus.PENDING || status == DeliveryStatus.DELIVERED;
    return Samples.with(
        Samples.delivery(),
        SampleProgress.of(status)
            .because("so far")
            .after(last)
            .dueAt(due ? Optional.of(NOW) : Optional.empty())
            .used(USE)
            .build());
  }
}
