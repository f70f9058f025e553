package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.testing.Race;
import io.cdrwebhooks.testing.SampleProgress;
import io.cdrwebhooks.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The contract of the uses of links, and of copies: the trace of a delivery.
public interface LinkUsesContract extends DeliveryStore {
  @Test
  default void firstTimeALinkWasFollowedStays() {
    Delivery delivery = recorded(Samples.delivery());
    deliveries().recordLinkFollowed(delivery.id(), Samples.follow(NOW, "198.51.100.9"));
    deliveries()
        .recordLinkFollowed(delivery.id(), Samples.follow(NOW.minusSeconds(1), "198.51.100.9"));
    deliveries()
        .recordLinkFollowed(delivery.id(), Samples.follow(NOW.plusSeconds(1), "198.51.100.9"));
    assertThat(deliveries().find(delivery.id()).orElseThrow().progress())
        .isEqualTo(
            SampleProgress.of(DeliveryStatus.PENDING)
                .dueAt(NOW)
                .used(new LinkUse(NOW, 3, NOW.plusSeconds(1), "198.51.100.9"))
                .build());
  }

  @Test
  default void onlyOneOfTwoUsesIsTheFirst() {
    Delivery delivery = recorded(Samples.delivery());
    assertThat(deliveries().recordLinkFollowed(delivery.id(), Samples.follow(NOW, "198.51.100.9")))
        .isTrue();
    assertThat(deliveries().recordLinkFollowed(delivery.id(), Samples.follow(NOW, "198.51.100.9")))
        .isFalse();
    Delivery raced = recorded(Samples.delivery());
    assertThat(
            Race.of(
                THREADS,
                _ ->
                    () ->
                        deliveries()
                            .recordLinkFollowed(raced.id(), Samples.follow(NOW, "198.51.100.9"))))
        .filteredOn(first -> first)
        .hasSize(1);
  }

  @Test
  default void everyFollowingOfALinkIsCountedAndTheLastAddressStays() {
    Delivery delivery = recorded(Samples.delivery());
    Race.of(
        THREADS,
        i ->
            () -> {
              deliveries()
                  .recordLinkFollowed(delivery.id(), Samples.follow(NOW, "198.51.100." + i));
              return true;
            });
    deliveries().recordLinkFollowed(delivery.id(), Samples.follow(LATER, "2001:db8::9"));
    assertThat(stored(delivery).progress().linkUse())
        .contains(new LinkUse(NOW, THREADS + 1, LATER, "2001:db8::9"));
    deliveries().recordLinkFollowed(delivery.id(), Samples.follow(LATER, ""));
    assertThat(stored(delivery).progress().linkUse())
        .contains(new LinkUse(NOW, THREADS + 2, LATER, ""));
  }

  @Test
  default void usesOfALinkAreKeptInTheirOrderWhileThereIsRoom() {
    Delivery delivery = recorded(Samples.delivery());
    AttemptClaim claim = claimed(delivery, NOW);
    List<LinkFollow> follows = new ArrayList<>();
    for (int i = 0; i < Trace.MAX_FOLLOWS + 2; i++) {
      if (i == 1 || i == Trace.MAX_FOLLOWS + 1) {
        // A use is kept before its delivery is DELIVERED, and afterwards.
        deliveries()
            .complete(
                i == 1 ? claim : claimed(restarted(delivery, LATER), LATER),
                Samples.attempt(new AttemptNumber(i == 1 ? 1 : 2, 1), AttemptOutcome.DELIVERED),
                DeliveryStore.nextState(DeliveryStatus.DELIVERED));
      }
      LinkFollow follow = Samples.follow(NOW.plusMillis(i), i == 3 ? "" : "2001:db8::" + i);
      deliveries().recordLinkFollowed(delivery.id(), follow);
      follows.add(follow);
    }

    assertThat(stored(delivery).trace().follows()).isEqualTo(follows.subList(0, Trace.MAX_FOLLOWS));
    assertThat(stored(delivery).progress().linkUse())
        .map(LinkUse::count)
        .contains((long) follows.size());
  }

  @Test
  default void copyAndItsOriginalNameEachOther() {
    Delivery original = recorded(Samples.delivery());
    Delivery copy = recorded(Samples.delivery().traced(Trace.ofCopy(original.id())));
    List<DeliveryId> copies = new ArrayList<>(List.of(copy.id()));
    deliveries().noteCopy(original.id(), copy.id());
    deliveries().noteCopy(original.id(), copy.id());
    for (int i = 1; i < Trace.MAX_COPIES + 1; i++) {
      DeliveryId another = Samples.delivery().id();
      deliveries().noteCopy(original.id(), another);
      copies.add(another);
    }

    assertThat(stored(copy).trace()).isEqualTo(Trace.ofCopy(original.id()));
    assertThat(stored(original).trace().copies()).isEqualTo(copies.subList(0, Trace.MAX_COPIES));
    Delivery never = Samples.delivery();
    deliveries().noteCopy(never.id(), copy.id());
    assertThat(deliveries().find(never.id())).isEmpty();
  }

  @Test
  default void linkOfAnUnknownDeliveryStoresNothing() {
    Delivery never = Samples.delivery();
    assertThat(deliveries().recordLinkFollowed(never.id(), Samples.follow(NOW, "198.51.100.9")))
        .isFalse();
    assertThat(deliveries().find(never.id())).isEmpty();
    recorded(never);
  }
}
