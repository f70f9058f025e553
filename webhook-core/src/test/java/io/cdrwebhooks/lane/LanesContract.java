package io.cdrwebhooks.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.testing.Claims;
import io.cdrwebhooks.testing.Race;
import io.cdrwebhooks.testing.SampleWork;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.DueWork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The contract of every store of lanes; each test uses separate lanes.
public interface LanesContract {
  Instant NOW = Samples.NOW;
  Instant LEASE_END = NOW.plusSeconds(60);

  Lanes lanes();

  Deliveries deliveries();

  private static ConfigurationId newLane() {
    return ConfigurationId.of(UUID.randomUUID());
  }

  private Optional<Lane> acquire(ConfigurationId id, String holder, Instant now) {
    return lanes().acquire(SampleWork.wakeUp(id), holder, now, now.plusSeconds(60));
  }

  @Test
  default void laneHasOneHolderUntilItsLeaseEnds() {
    ConfigurationId id = newLane();
    assertThat(lanes().find(id)).isEqualTo(Lane.unused(id));
    assertThat(acquire(id, "one", NOW).orElseThrow().leasedUntil()).contains(LEASE_END);
    assertThat(acquire(id, "other", LEASE_END.minusMillis(1))).isEmpty();
    Lane taken = acquire(id, "other", LEASE_END).orElseThrow();
    assertThat(lanes().renew(taken, "one", LEASE_END.plusSeconds(90))).isEmpty();
    assertThat(lanes().release(taken, "one", Optional.empty())).isEmpty();
    assertThat(lanes().find(id).isHeld(LEASE_END)).isTrue();
  }

  @Test
  default void concurrentAcquisitionsGiveOneHolder() throws Exception {
    ConfigurationId id = newLane();
    List<Optional<Lane>> answers = Race.of(6, i -> () -> acquire(id, "holder " + i, NOW));
    assertThat(answers.stream().filter(Optional::isPresent)).hasSize(1);
  }

  @Test
  default void markedLaneIsNotReleased() {
    ConfigurationId id = newLane();
    Lane held = acquire(id, "one", NOW).orElseThrow();
    Instant later = NOW.plusSeconds(1);
    assertThat(acquire(id, "other", later)).isEmpty();
    Lane woken = lanes().release(held, "one", Optional.empty()).orElseThrow();
    assertThat(woken.wokenAt()).contains(later);
    assertThat(woken.askedAt()).isEmpty();
    assertThat(acquire(id, "other", later.plusMillis(99))).isEmpty();
    assertThat(lanes().release(woken, "one", Optional.empty()))
        .as("ten marks a second are enough")
        .isEmpty();
    assertThat(acquire(id, "other", later)).isPresent();
  }

  private static DueWork.OfLane asked(ConfigurationId id) {
    return DueWork.OfLane.askedFor(id);
  }

  @Test
  default void requestsOfPeopleAreAlwaysRecorded() {
    ConfigurationId id = newLane();
    Lane held = acquire(id, "one", NOW).orElseThrow();
    acquire(id, "other", NOW);
    lanes().acquire(asked(id), "other", NOW.plusMillis(1), LEASE_END);
    Lane woken = lanes().release(held, "one", Optional.empty()).orElseThrow();
    assertThat(woken.askedAt()).contains(NOW.plusMillis(1));
  }

  @Test
  default void failingLaneIsAcquiredOnlyForAProbe() {
    ConfigurationId id = newLane();
    Instant probeAt = NOW.plusSeconds(5);
    Lane failing = failing(acquire(id, "one", NOW).orElseThrow(), probeAt);
    assertThat(lanes().release(failing, "one", Optional.of(probeAt))).isEmpty();
    assertThat(acquire(id, "two", probeAt.minus(Lanes.CLOCKS_APART).minusMillis(1))).isEmpty();
    assertThat(lanes().find(id).wokenAt()).as("nothing is written for it").isEmpty();
    Lane asked = lanes().acquire(asked(id), "two", NOW, LEASE_END).orElseThrow();
    assertThat(asked.breaker()).isEqualTo(failing.breaker());
    assertThat(lanes().release(asked, "two", Optional.of(probeAt))).isEmpty();
    assertThat(acquire(id, "three", probeAt)).isPresent();
  }

  @Test
  default void stateOutlivesItsHolder() {
    ConfigurationId id = newLane();
    Lane failing = failing(acquire(id, "one", NOW).orElseThrow(), NOW.plusSeconds(5));
    Lane renewed = lanes().renew(failing, "one", LEASE_END.plusSeconds(1)).orElseThrow();
    assertThat(renewed.breaker()).isEqualTo(failing.breaker());
    Lane closed =
        renewed.with(
            new Lane.State(
                Breaker.CLOSED,
                Optional.of(NOW.plusMillis(20)),
                Optional.of(NOW),
                Optional.of(NOW.plusMillis(30)),
                OptionalInt.of(7)));
    assertThat(lanes().release(closed, "one", Optional.empty())).isEmpty();
    Lane found = lanes().find(id);
    assertThat(found.breaker()).isEqualTo(Breaker.CLOSED);
    assertThat(found.state()).isEqualTo(closed.state());
    assertThat(found.leasedUntil()).isEmpty();
  }

  private static Lane failing(Lane lane, Instant probeAt) {
    Breaker breaker =
        new Breaker(
            List.of(Samples.delivery().id(), Samples.delivery().id()),
            Optional.of(NOW),
            3,
            Optional.of(probeAt),
            Optional.of(probeAt.minusSeconds(1)));
    return lane.with(Lane.State.of(breaker));
  }

  @Test
  default void holderReadsTheLanesDueTime() {
    ConfigurationId id = newLane();
    Lane first = acquire(id, "one", NOW).orElseThrow();
    assertThat(first.dueAt()).as("nothing has waited here").isEmpty();
    assertThat(lanes().find(id).dueAt()).contains(LEASE_END);
    Instant later = NOW.plusSeconds(300);
    assertThat(lanes().release(first, "one", Optional.of(later))).isEmpty();
    Lane second = acquire(id, "two", NOW).orElseThrow();
    assertThat(second.dueAt()).contains(later);
    assertThat(acquire(id, "three", LEASE_END).orElseThrow().dueAt())
        .as("its holder died")
        .contains(LEASE_END);
  }

  /// A new due time would cost two writes of the due index.
  @Test
  default void laneThatAnArrivalHasWokenKeepsItsDueTime() {
    ConfigurationId id = newLane();
    Optional<DeliveryId> one = Optional.of(DeliveryId.of(UUID.randomUUID()));
    assertThat(lanes().wake(id, one, NOW)).isTrue();
    Instant later = NOW.plusSeconds(1);
    Instant leaseEnd = later.plusSeconds(30);
    DueWork.OfLane message = SampleWork.wakeUp(id, one.get());
    assertThat(lanes().acquire(message, "dies", later, leaseEnd).orElseThrow().dueAt()).isEmpty();
    Instant found = NOW.plus(Lanes.FOUND_WITHIN);
    assertThat(lanes().find(id).dueAt()).as("while it is held").contains(found);

    DueWork.OfLane other = SampleWork.wakeUp(id, DeliveryId.of(UUID.randomUUID()));
    Lane next =
        lanes().acquire(other, "two", leaseEnd, leaseEnd.plus(Lanes.FOUND_WITHIN)).orElseThrow();
    assertThat(next.dueAt()).as("its holder died").contains(found);
    assertThat(lanes().find(id).dueAt())
        .as("that would be before the lease ends")
        .contains(leaseEnd.plus(Lanes.FOUND_WITHIN));
    assertThat(lanes().release(next, "two", next.dueAt())).isEmpty();
    assertThat(lanes().find(id).dueAt()).contains(found);
  }

  /// The holder may die, so no due time stays that is much later than its lease.
  @Test
  default void heldLaneIsDueWhenItsLeaseEndsOrSoonAfter() {
    DeliveryId named = DeliveryId.of(UUID.randomUUID());
    Instant leaseEnd = NOW.plusSeconds(30);
    for (Optional<Instant> before :
        List.of(
            Optional.<Instant>empty(),
            Optional.of(NOW.minusSeconds(1)),
            Optional.of(leaseEnd.minusMillis(1)),
            Optional.of(NOW.plus(Lanes.FOUND_WITHIN).plus(Lanes.CLOCKS_APART).plusMillis(1)),
            Optional.of(NOW.plusSeconds(7_200)))) {
      ConfigurationId id = newLane();
      assertThat(lanes().release(acquire(id, "one", NOW).orElseThrow(), "one", before)).isEmpty();
      Lane held = lanes().acquire(SampleWork.wakeUp(id, named), "two", NOW, leaseEnd).orElseThrow();
      assertThat(held.dueAt()).isEqualTo(before);
      assertThat(lanes().find(id).dueAt()).as("due before: %s", before).contains(leaseEnd);
    }
    ConfigurationId unused = newLane();
    assertThat(lanes().acquire(SampleWork.wakeUp(unused, named), "two", NOW, leaseEnd)).isPresent();
    assertThat(lanes().find(unused).dueAt()).contains(leaseEnd);
  }

  @Test
  default void sentWakeUpIsRecordedUntilItArrives() {
    ConfigurationId id = newLane();
    Optional<Instant> due = Optional.of(NOW.plusSeconds(5));
    Lane held = acquire(id, "one", NOW).orElseThrow();
    assertThat(lanes().release(held.withWakeSentFor(due), "one", due)).isEmpty();
    Lane taken = acquire(id, "two", NOW).orElseThrow();
    assertThat(taken.wakeSentFor()).isEqualTo(due);
    Instant now = NOW.plusMillis(1);
    acquire(id, "other", now);
    DueWork.OfLane wakeUp = DueWork.OfLane.ownMessage(id, Optional.empty(), 1);
    assertThat(lanes().acquire(wakeUp, "other", now, LEASE_END)).isEmpty();
    assertThat(lanes().renew(taken, "two", LEASE_END).orElseThrow().wakeSentFor())
        .as("its holder must send another")
        .isEmpty();
    assertThat(lanes().release(taken.withWakeSentFor(due), "two", due))
        .as("the wake-up marks the lane, too")
        .isPresent();
    assertThat(lanes().acquire(wakeUp, "three", LEASE_END, LEASE_END.plusSeconds(1))).isPresent();
    assertThat(lanes().find(id).wakeSentFor()).isEmpty();
  }

  @Test
  default void heldLaneIsMarkedInsteadOfAMessage() {
    ConfigurationId id = newLane();
    assertThat(lanes().wake(id, Optional.empty(), NOW)).as("the lane has no holder").isTrue();
    Lane held = acquire(id, "one", NOW).orElseThrow();
    assertThat(lanes().wake(id, Optional.empty(), NOW.plusSeconds(1))).isFalse();
    assertThat(lanes().wake(id, Optional.empty(), NOW.plusMillis(1_080)))
        .as("it was just marked")
        .isFalse();
    Lane woken = lanes().release(held, "one", Optional.empty()).orElseThrow();
    assertThat(woken.wokenAt()).contains(NOW.plusSeconds(1));
    assertThat(lanes().release(woken, "one", Optional.empty())).isEmpty();
    assertThat(lanes().wake(id, Optional.empty(), NOW.plusSeconds(2))).isTrue();
    acquire(id, "dead", NOW);
    assertThat(lanes().wake(id, Optional.empty(), LEASE_END)).as("its holder died").isTrue();
  }

  /// The message may be lost or late, so a sweep must find the lane. Once its turn has begun, that
  /// is no longer necessary.
  @Test
  default void wokenLaneIsDueUntilTheMessageComes() {
    ConfigurationId id = newLane();
    Optional<DeliveryId> one = Optional.of(DeliveryId.of(UUID.randomUUID()));
    Optional<Instant> found = Optional.of(NOW.plus(Lanes.FOUND_WITHIN));
    assertThat(lanes().wake(id, one, NOW)).isTrue();
    assertThat(lanes().wake(id, one, NOW)).as("the event is repeated").isTrue();
    assertThat(lanes().find(id).dueAt()).isEqualTo(found);
    assertThat(turnOf(SampleWork.wakeUp(id, one.get())).dueAt())
        .as("of the turn with the message")
        .isEmpty();
    assertThat(lanes().wake(id, one, NOW)).isTrue();
    assertThat(turnOf(SampleWork.wakeUp(id)).dueAt()).as("of another turn").isEqualTo(found);
    assertThat(lanes().wake(id, one, NOW)).isTrue();
    Optional<DeliveryId> other = Optional.of(DeliveryId.of(UUID.randomUUID()));
    assertThat(lanes().wake(id, other, NOW.plusSeconds(1))).isTrue();
    assertThat(turnOf(SampleWork.wakeUp(id, one.get())).dueAt())
        .as("of the turn with one of two")
        .isEqualTo(found);
  }

  private Lane turnOf(DueWork.OfLane work) {
    Lane taken = lanes().acquire(work, "me", NOW, LEASE_END).orElseThrow();
    assertThat(lanes().release(taken, "me", Optional.empty())).isEmpty();
    return taken;
  }

  @Test
  default void laneThatIsDueSoonLooksAgainForANewDelivery() {
    ConfigurationId id = newLane();
    Optional<Instant> soon = Optional.of(NOW.plusSeconds(5));
    Lane held = acquire(id, "one", NOW).orElseThrow();
    assertThat(lanes().release(held, "one", soon)).isEmpty();
    assertThat(lanes().wake(id, Optional.empty(), NOW)).isTrue();
    assertThat(lanes().find(id).dueAt()).isEqualTo(soon);
    assertThat(lanes().find(id).state().indexMayLagSince()).contains(NOW);
  }

  @Test
  default void queuedWakeUpReplacesAMessage() {
    ConfigurationId id = newLane();
    Lane held = acquire(id, "one", NOW).orElseThrow();
    Instant wakeAt = NOW.plusSeconds(60);
    Optional<Instant> due = Optional.of(wakeAt);
    assertThat(lanes().release(held.withWakeSentFor(due), "one", due)).isEmpty();
    assertThat(lanes().wake(id, Optional.empty(), wakeAt)).as("it is due at once").isTrue();
    Instant late = wakeAt.plus(Lanes.WAKE_DELAY);
    assertThat(lanes().wake(id, Optional.empty(), late)).as("another would wait as long").isFalse();
    assertThat(lanes().find(id).wokenAt()).as("its holder must look").contains(late);
  }

  /// The wake-up may be lost, or wait behind thousands of others.
  @Test
  default void lateWakeUpIsSentAgainWhenItsDelayHasDoubled() {
    ConfigurationId id = newLane();
    Lane held = acquire(id, "one", NOW).orElseThrow();
    Optional<Instant> due = Optional.of(NOW);
    assertThat(lanes().release(held.withWakeSentFor(due), "one", due)).isEmpty();
    List<Integer> sentAfter = new ArrayList<>();
    for (int second = 1; second < 60; second++) {
      if (lanes().wake(id, Optional.empty(), NOW.plusSeconds(second))) {
        sentAfter.add(second);
      }
    }
    assertThat(sentAfter).containsExactly(4, 8, 16, 32);
    assertThat(acquire(id, "one", NOW.plusSeconds(60))).isPresent();
    assertThat(lanes().wake(id, Optional.empty(), NOW.plusSeconds(64)))
        .as("the lane is held by now")
        .isFalse();
  }

  @Test
  default void failingLaneNeedsNoMessageBeforeItsProbe() {
    ConfigurationId id = newLane();
    Instant probeAt = NOW.plusSeconds(60);
    Lane failing = failing(acquire(id, "one", NOW).orElseThrow(), probeAt);
    assertThat(lanes().release(failing, "one", Optional.of(probeAt))).isEmpty();
    assertThat(lanes().wake(id, Optional.empty(), NOW)).isFalse();
    assertThat(lanes().find(id).wokenAt()).as("nothing is written for it").isEmpty();
    assertThat(lanes().wake(id, Optional.empty(), probeAt)).isTrue();
  }

  @Test
  default void wakeUpOfTheLaneMayBeEarly() {
    ConfigurationId id = newLane();
    Instant probeAt = NOW.plusSeconds(5);
    Lane failing = failing(acquire(id, "one", NOW).orElseThrow(), probeAt);
    assertThat(lanes().release(failing, "one", Optional.of(probeAt))).isEmpty();
    assertThat(
            lanes()
                .acquire(DueWork.OfLane.ownMessage(id, Optional.empty(), 1), "two", NOW, LEASE_END))
        .isPresent();
  }

  @Test
  default void pendingDeliveriesWaitEarliestFirst() {
    ConfigurationId id = newLane();
    List<DeliveryId> expected = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      expected.add(waiting(id, NOW.plusMillis(i)).id());
    }
    waiting(newLane(), NOW);
    Lanes.Page page = lanes().waiting(id, Instant.EPOCH);
    assertThat(page.earliest().stream().map(Waiting::id)).containsExactlyElementsOf(expected);
    assertThat(page.more()).isFalse();
    assertThat(lanes().waiting(id, NOW.plusMillis(28)).earliest().stream().map(Waiting::id))
        .containsExactly(expected.get(28), expected.get(29));
  }

  @Test
  default void deliveryWaitsUntilItIsNotPending() {
    ConfigurationId id = newLane();
    Delivery delivery = waiting(id, NOW);
    Waiting atFirst = new Waiting(delivery.id(), NOW, delivery.createdAt());
    assertThat(lanes().waiting(id, Instant.EPOCH).earliest()).containsExactly(atFirst);
    AttemptClaim claim = Claims.claim(deliveries(), delivery, NOW);
    assertThat(lanes().waiting(id, Instant.EPOCH).earliest())
        .as("a holder that died leaves it where it was")
        .containsExactly(atFirst);
    Claims.complete(deliveries(), claim, NextState.again(NOW.plusSeconds(5)));
    assertThat(lanes().waiting(id, Instant.EPOCH).earliest())
        .containsExactly(new Waiting(delivery.id(), NOW.plusSeconds(5), delivery.createdAt()));
    Claims.complete(
        deliveries(),
        Claims.claim(deliveries(), deliveries().find(delivery.id()).orElseThrow(), LEASE_END),
        NextState.failed("gave up"));
    assertThat(lanes().waiting(id, Instant.EPOCH).earliest()).isEmpty();
    ConfigurationId other = newLane();
    deliveries().restart(delivery.id(), EnumSet.of(DeliveryStatus.FAILED), other, LEASE_END);
    assertThat(lanes().waiting(other, Instant.EPOCH).earliest())
        .containsExactly(new Waiting(delivery.id(), LEASE_END, LEASE_END));
  }

  private Delivery waiting(ConfigurationId lane, Instant dueAt) {
    Delivery delivery = Samples.waiting(lane, dueAt);
    deliveries().record(delivery);
    return delivery;
  }
}
