package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.InvalidCursorException;
import io.cdrwebhooks.delivery.Deliveries.Claiming;
import io.cdrwebhooks.delivery.Deliveries.Completion;
import io.cdrwebhooks.delivery.Deliveries.Recording;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Paging;
import io.cdrwebhooks.testing.Race;
import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// What every store of deliveries keeps to.
public interface DeliveriesContract {
  Instant NOW = Samples.NOW;
  Duration LEASE = Duration.ofSeconds(90);
  int THREADS = 6;

  Deliveries deliveries();

  /// How often a race is run.
  int rounds();

  @Test
  default void recordedDeliveryIsFoundAsItWas() {
    Delivery plain = recorded(Samples.delivery());
    Delivery unrouted =
        recorded(
            Samples.with(Samples.delivery(), DeliveryProgress.starting(DeliveryStatus.UNROUTED)));
    Delivery full =
        recorded(
            Samples.with(
                Samples.delivery().inspected(new Inspection(40_000, "Report no longer exists")),
                new DeliveryProgress(
                    DeliveryStatus.HELD,
                    new AttemptNumber(3, 12),
                    Optional.of(NOW.plusMillis(1)),
                    Optional.of(NOW.plusMillis(2)),
                    Optional.of(NOW.plusMillis(3)))));
    Delivery inspected = recorded(Samples.delivery().inspected(new Inspection(0, "")));
    for (Delivery delivery : List.of(plain, unrouted, full, inspected)) {
      assertThat(deliveries().find(delivery.id())).contains(delivery);
      assertThat(deliveries().listByTask(delivery.taskId(), Optional.empty(), 10).items())
          .containsExactly(delivery);
    }
  }

  @Test
  default void unknownIdFindsNothing() {
    DeliveryId unknown = Samples.delivery().id();
    assertThat(deliveries().find(unknown)).isEmpty();
    assertThat(deliveries().attempts(unknown)).isEmpty();
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
  default void ofSeveralRecordingsExactlyOneIsTheFirst() {
    for (int round = 0; round < rounds(); round++) {
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
    Inspection found = new Inspection(100, "Report is too large to count");
    AttemptClaim claim = claimed(delivery.inspected(found), NOW);
    assertThat(claim)
        .isEqualTo(new AttemptClaim(delivery.id(), new AttemptNumber(1, 1), NOW.plus(LEASE)));
    Delivery stored = deliveries().find(delivery.id()).orElseThrow();
    assertThat(stored.inspection()).contains(found);
    assertThat(stored.progress())
        .isEqualTo(
            new DeliveryProgress(
                DeliveryStatus.PENDING,
                AttemptNumber.NONE,
                Optional.of(NOW.plus(LEASE)),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  default void laterInspectionReplacesTheEarlierOneAndNoneKeepsIt() {
    Delivery delivery = recorded(Samples.delivery().inspected(new Inspection(1, "first")));
    Inspection second = new Inspection(2, "");
    claimed(delivery.inspected(second), NOW);
    assertThat(deliveries().find(delivery.id()).orElseThrow().inspection()).contains(second);
    Delivery without = Samples.with(delivery, delivery.progress());
    without =
        new Delivery(
            without.id(),
            without.taskId(),
            without.configurationId(),
            without.report(),
            without.sizeBytes(),
            Optional.empty(),
            without.createdAt(),
            without.progress());
    claimed(without, NOW.plus(LEASE));
    assertThat(deliveries().find(delivery.id()).orElseThrow().inspection()).contains(second);
  }

  @Test
  default void claimIsRefusedWhileALeaseRunsAndGrantedWhenItEnds() {
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
  default void claimIsRefusedUnlessTheDeliveryIsPending() {
    for (DeliveryStatus status : DeliveryStatus.values()) {
      Delivery delivery =
          recorded(Samples.with(Samples.delivery(), DeliveryProgress.starting(status)));
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
  default void ofSeveralClaimsExactlyOneIsGranted() {
    for (int round = 0; round < rounds(); round++) {
      Delivery delivery = recorded(Samples.delivery());
      Instant now = NOW.plusSeconds(round);
      List<Claiming> answers =
          Race.of(THREADS, i -> () -> deliveries().claim(delivery, now, now.plus(LEASE)));
      Delivery stored = deliveries().find(delivery.id()).orElseThrow();
      assertThat(answers)
          .containsOnlyOnce(
              new Claiming.Claimed(
                  new AttemptClaim(delivery.id(), new AttemptNumber(1, 1), now.plus(LEASE))));
      assertThat(Collections.frequency(answers, new Claiming.Refused(Optional.of(stored))))
          .isEqualTo(THREADS - 1);
    }
  }

  @Test
  default void completedAttemptIsKeptAsItWas() {
    for (AttemptOutcome outcome : AttemptOutcome.values()) {
      Delivery delivery = recorded(Samples.delivery());
      AttemptClaim claim = claimed(delivery, NOW);
      DeliveryStatus status =
          outcome == AttemptOutcome.DELIVERED ? DeliveryStatus.DELIVERED : DeliveryStatus.FAILED;
      Attempt attempt = Samples.attempt(claim.number(), outcome);
      assertThat(deliveries().complete(claim, attempt, status)).isEqualTo(Completion.COMPLETED);
      assertThat(deliveries().attempts(delivery.id())).containsExactly(attempt);
      assertThat(deliveries().find(delivery.id()))
          .contains(
              Samples.with(
                  delivery,
                  new DeliveryProgress(
                      status,
                      claim.number(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty())));
    }
  }

  @Test
  default void barestAndLongestAttemptAreKeptAsTheyWere() {
    Delivery delivery = recorded(Samples.delivery());
    Attempt bare =
        new Attempt(
            new AttemptNumber(1, 1),
            NOW,
            Duration.ZERO,
            Optional.empty(),
            OptionalInt.empty(),
            AttemptOutcome.UNREACHABLE,
            "",
            "");
    Attempt longest =
        new Attempt(
            new AttemptNumber(1, 2),
            NOW,
            Duration.ofSeconds(15),
            Optional.of("[2001:db8:1:2:3:4:5:6]:65535"),
            OptionalInt.of(599),
            AttemptOutcome.REJECTED,
            "\u20ac".repeat(500),
            "\u20ac".repeat(SafeText.LIMIT));
    for (Attempt attempt : List.of(bare, longest)) {
      AttemptClaim claim = claimed(deliveries().find(delivery.id()).orElseThrow(), NOW);
      assertThat(deliveries().complete(claim, attempt, DeliveryStatus.PENDING))
          .isEqualTo(Completion.COMPLETED);
    }
    assertThat(deliveries().attempts(delivery.id())).containsExactly(bare, longest);
  }

  @Test
  default void attemptsComeInTheOrderTheyWereMade() {
    Delivery delivery =
        recorded(
            Samples.with(Samples.delivery(), DeliveryProgress.starting(DeliveryStatus.PENDING)));
    List<Attempt> made = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      AttemptClaim claim = claimed(deliveries().find(delivery.id()).orElseThrow(), NOW);
      Attempt attempt = Samples.attempt(claim.number(), AttemptOutcome.REJECTED);
      deliveries().complete(claim, attempt, DeliveryStatus.PENDING);
      made.add(attempt);
    }
    assertThat(made.getLast().number()).isEqualTo(new AttemptNumber(1, 12));
    assertThat(deliveries().attempts(delivery.id())).containsExactlyElementsOf(made);
  }

  @Test
  default void attemptsOfALaterRoundCountFromOne() {
    Delivery delivery =
        recorded(
            Samples.with(
                Samples.delivery(),
                new DeliveryProgress(
                    DeliveryStatus.PENDING,
                    new AttemptNumber(12, 0),
                    Optional.empty(),
                    Optional.of(NOW),
                    Optional.empty())));
    AttemptClaim claim = claimed(delivery, NOW);
    assertThat(claim.number()).isEqualTo(new AttemptNumber(12, 1));
    Attempt attempt = complete(claim, AttemptOutcome.REJECTED, DeliveryStatus.PENDING);
    assertThat(deliveries().attempts(delivery.id())).containsExactly(attempt);
  }

  @Test
  default void expiredLeaseStillCompletesWhenNobodyTookItOver() {
    Delivery delivery = recorded(Samples.delivery());
    AttemptClaim claim = claimed(delivery, NOW);
    deliveries().recordLinkFollowed(delivery.id(), NOW.plus(LEASE).plusSeconds(1));
    Attempt attempt = Samples.attempt(claim.number(), AttemptOutcome.DELIVERED);
    assertThat(deliveries().complete(claim, attempt, DeliveryStatus.DELIVERED))
        .isEqualTo(Completion.COMPLETED);
    assertThat(deliveries().find(delivery.id()).orElseThrow().progress().linkFollowedAt())
        .contains(NOW.plus(LEASE).plusSeconds(1));
  }

  @Test
  default void attemptUnderALostLeaseIsDropped() {
    Delivery delivery = recorded(Samples.delivery());
    AttemptClaim lost = claimed(delivery, NOW);
    AttemptClaim later = claimed(delivery, NOW.plus(LEASE));
    Delivery leased = deliveries().find(delivery.id()).orElseThrow();
    Attempt dropped = Samples.attempt(lost.number(), AttemptOutcome.REJECTED);
    assertThat(deliveries().complete(lost, dropped, DeliveryStatus.FAILED))
        .isEqualTo(Completion.LEASE_LOST);
    assertThat(deliveries().find(delivery.id())).contains(leased);
    assertThat(deliveries().attempts(delivery.id())).isEmpty();

    Attempt kept = complete(later, AttemptOutcome.UNREACHABLE, DeliveryStatus.PENDING);
    assertThat(deliveries().complete(lost, dropped, DeliveryStatus.FAILED))
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
    assertThat(deliveries().complete(lost, dropped, DeliveryStatus.DELIVERED))
        .isEqualTo(Completion.LEASE_LOST);
    Delivery delivered = deliveries().find(delivery.id()).orElseThrow();
    assertThat(delivered.progress()).isEqualTo(DeliveryProgress.starting(DeliveryStatus.DELIVERED));
    assertThat(deliveries().attempts(delivery.id())).isEmpty();

    Attempt rejected = Samples.attempt(later.number(), AttemptOutcome.REJECTED);
    assertThat(deliveries().complete(later, rejected, DeliveryStatus.FAILED))
        .isEqualTo(Completion.LEASE_LOST);
    assertThat(deliveries().find(delivery.id())).contains(delivered);
    assertThat(deliveries().attempts(delivery.id())).isEmpty();
  }

  @Test
  default void deliveredUnderALostLeaseRevivesNoFailedDelivery() {
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
                    DeliveryStatus.DELIVERED))
        .isEqualTo(Completion.LEASE_LOST);
    assertThat(deliveries().find(delivery.id())).contains(failed);
    assertThat(deliveries().attempts(delivery.id())).containsExactly(kept);
  }

  @Test
  default void completionOfAnUnknownDeliveryLeavesNothing() {
    Delivery never = Samples.delivery();
    AttemptClaim claim = new AttemptClaim(never.id(), new AttemptNumber(1, 1), NOW.plus(LEASE));
    assertThat(
            deliveries()
                .complete(
                    claim,
                    Samples.attempt(claim.number(), AttemptOutcome.DELIVERED),
                    DeliveryStatus.DELIVERED))
        .isEqualTo(Completion.LEASE_LOST);
    assertThat(deliveries().find(never.id())).isEmpty();
    recorded(never);
    assertThat(deliveries().attempts(never.id())).isEmpty();
  }

  @Test
  default void firstTimeALinkWasFollowedStays() {
    Delivery delivery = recorded(Samples.delivery());
    deliveries().recordLinkFollowed(delivery.id(), NOW);
    deliveries().recordLinkFollowed(delivery.id(), NOW.minusSeconds(1));
    deliveries().recordLinkFollowed(delivery.id(), NOW.plusSeconds(1));
    assertThat(deliveries().find(delivery.id()).orElseThrow().progress())
        .isEqualTo(
            new DeliveryProgress(
                DeliveryStatus.PENDING,
                AttemptNumber.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.of(NOW)));
  }

  @Test
  default void linkOfAnUnknownDeliveryLeavesNothing() {
    Delivery never = Samples.delivery();
    deliveries().recordLinkFollowed(never.id(), NOW);
    assertThat(deliveries().find(never.id())).isEmpty();
    recorded(never);
  }

  @Test
  default void taskListsItsDeliveriesOnceTheNewestFirstWhateverTheLimit() {
    TaskId task = Samples.taskId();
    List<Instant> times =
        List.of(
            NOW,
            NOW.plusMillis(1),
            NOW.plusMillis(1),
            NOW.plusMillis(1),
            Instant.parse("2026-03-01T13:00:00Z"),
            Instant.parse("2026-03-01T13:00:00.500Z"),
            NOW.minus(Duration.ofDays(80)));
    List<Delivery> stored = new ArrayList<>();
    for (Instant time : times) {
      Delivery delivery = recorded(Samples.delivery(task, time));
      complete(claimed(delivery, NOW), AttemptOutcome.DELIVERED, DeliveryStatus.DELIVERED);
      deliveries().recordLinkFollowed(delivery.id(), NOW);
      stored.add(deliveries().find(delivery.id()).orElseThrow());
    }
    recorded(Samples.delivery());
    for (int limit : new int[] {1, 2, 3, 7, 100}) {
      List<Delivery> listed =
          Paging.all(limit, (cursor, most) -> deliveries().listByTask(task, cursor, most));
      assertThat(listed).containsExactlyInAnyOrderElementsOf(stored);
      assertThat(listed)
          .extracting(Delivery::createdAt)
          .isSortedAccordingTo(Collections.reverseOrder());
    }
  }

  @Test
  default void taskWithoutDeliveriesListsNone() {
    assertThat(deliveries().listByTask(Samples.taskId(), Optional.empty(), 10).items()).isEmpty();
  }

  @Test
  default void foreignCursorsAreRefused() {
    TaskId task = Samples.taskId();
    TaskId other = Samples.taskId();
    for (int i = 0; i < 2; i++) {
      recorded(Samples.delivery(task, NOW));
      recorded(Samples.delivery(other, NOW));
    }
    List<String> foreign = new ArrayList<>(Paging.GARBAGE);
    foreign.add(Paging.cursor((cursor, most) -> deliveries().listByTask(other, cursor, most)));
    for (String cursor : foreign) {
      assertThatThrownBy(() -> deliveries().listByTask(task, Optional.of(cursor), 10))
          .as("cursor %s", cursor)
          .isInstanceOf(InvalidCursorException.class);
    }
  }

  private Delivery recorded(Delivery delivery) {
    assertThat(deliveries().record(delivery)).isEqualTo(new Recording.Recorded());
    return delivery;
  }

  private AttemptClaim claimed(Delivery delivery, Instant now) {
    Claiming answer = deliveries().claim(delivery, now, now.plus(LEASE));
    assertThat(answer).isInstanceOf(Claiming.Claimed.class);
    return ((Claiming.Claimed) answer).claim();
  }

  private Attempt complete(AttemptClaim claim, AttemptOutcome outcome, DeliveryStatus status) {
    Attempt attempt = Samples.attempt(claim.number(), outcome);
    assertThat(deliveries().complete(claim, attempt, status)).isEqualTo(Completion.COMPLETED);
    return attempt;
  }
}
