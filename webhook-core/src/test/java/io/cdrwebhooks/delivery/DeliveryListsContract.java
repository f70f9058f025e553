package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryLists.StatusShard;
import io.cdrwebhooks.paging.InvalidCursorException;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Paging;
import io.cdrwebhooks.testing.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The contract for the lists that jobs read: complete, each delivery once, in order, whatever
/// happens between two pages.
public interface DeliveryListsContract extends DeliveryStore {
  Instant LATER_THAN_ALL = Instant.parse("2090-01-01T00:00:00Z");

  List<DeliveryStatus> LISTED =
      List.of(DeliveryStatus.FAILED, DeliveryStatus.HELD, DeliveryStatus.UNROUTED);

  @Test
  default void configurationListsARangeOldestFirstWithAnyLimit() {
    ConfigurationId configuration = Samples.configurationId();
    List<Delivery> inRange = new ArrayList<>();
    for (int millis : new int[] {0, 1, 1, 1, 7_199, 7_200}) {
      inRange.add(recorded(of(configuration, NOW.plusMillis(millis))));
    }
    recorded(of(configuration, NOW.minusMillis(1)));
    recorded(of(configuration, NOW.plusMillis(7_201)));
    recorded(Samples.delivery());
    TimeRange range = new TimeRange(NOW, NOW.plusMillis(7_200));
    for (int limit : new int[] {1, 2, 3, 6, 100}) {
      List<Delivery> listed = listed(configuration, range, limit);
      assertThat(listed).containsExactlyInAnyOrderElementsOf(inRange);
    }
  }

  @Test
  default void anyRangeIsAccepted() {
    ConfigurationId configuration = Samples.configurationId();
    Delivery only = recorded(of(configuration, NOW));
    assertThat(listed(configuration, new TimeRange(Instant.MIN, Instant.MAX), 10))
        .containsExactly(only);
    assertThat(listed(configuration, new TimeRange(NOW, NOW), 10)).containsExactly(only);
    assertThat(listed(configuration, new TimeRange(Instant.EPOCH, NOW.plusNanos(1)), 10))
        .containsExactly(only);
    assertThat(listed(configuration, new TimeRange(NOW.plusNanos(1), NOW.plusNanos(2)), 10))
        .isEmpty();
    assertThat(listed(configuration, new TimeRange(Instant.MAX, Instant.MAX), 10)).isEmpty();
    assertThat(listed(configuration, new TimeRange(Instant.MIN, Instant.MIN), 10)).isEmpty();
    assertThat(listed(Samples.configurationId(), new TimeRange(Instant.MIN, Instant.MAX), 10))
        .isEmpty();
  }

  @Test
  default void everyStoppedDeliveryIsListedOnceUnderItsStatus() {
    TimeRange day = DeliveryStore.newDay();
    for (DeliveryStatus status : DeliveryStatus.values()) {
      for (int i = 0; i < 12; i++) {
        recorded(standing(status, day.from().plusMillis(i / 2)));
      }
    }
    Instant tooLate = day.to().plusMillis(1);
    recorded(standing(DeliveryStatus.FAILED, tooLate));
    for (DeliveryStatus status : LISTED) {
      List<Delivery> all = new ArrayList<>();
      for (int shard = 0; shard < Deliveries.LIST_SHARDS; shard++) {
        List<Delivery> ofShard =
            allWithStatus(new StatusShard(status, Optional.empty(), shard), day, 2);
        assertThat(ofShard).extracting(Delivery::createdAt).isSorted();
        all.addAll(ofShard);
      }
      assertThat(all)
          .hasSize(12)
          .doesNotHaveDuplicates()
          .allSatisfy(
              delivery -> {
                assertThat(delivery.status()).isEqualTo(status);
                assertThat(stored(delivery)).isEqualTo(delivery);
              });
    }
  }

  @Test
  default void listOfAConfigurationHasNoOthersDeliveries() {
    TimeRange day = DeliveryStore.newDay();
    Delivery failed = recorded(standing(DeliveryStatus.FAILED, day.from()));
    Delivery held =
        recorded(
            Samples.with(
                standing(DeliveryStatus.HELD, day.from()),
                DeliveryProgress.kept(DeliveryStatus.HELD, "why"),
                failed.configurationId().orElseThrow()));
    recorded(standing(DeliveryStatus.FAILED, day.from()));
    recorded(standing(DeliveryStatus.HELD, day.from()));

    assertThat(allOf(DeliveryStatus.FAILED, failed.configurationId(), day)).containsExactly(failed);
    assertThat(allOf(DeliveryStatus.HELD, failed.configurationId(), day)).containsExactly(held);
    assertThat(allOf(DeliveryStatus.HELD, Optional.of(Samples.configurationId()), day)).isEmpty();
  }

  private List<Delivery> allOf(
      DeliveryStatus status, Optional<ConfigurationId> configuration, TimeRange range) {
    return StatusShard.all(status, configuration).stream()
        .flatMap(list -> allWithStatus(list, range, 10).stream())
        .toList();
  }

  @Test
  default void deliveryLeavesAListWithItsStatus() {
    TimeRange day = DeliveryStore.newDay();
    Delivery delivery = recorded(standing(DeliveryStatus.PENDING, day.from()));
    assertStands(delivery, day, Optional.empty());
    complete(claimed(delivery, LATER_THAN_ALL), AttemptOutcome.REJECTED, DeliveryStatus.FAILED);
    assertStands(delivery, day, Optional.of(DeliveryStatus.FAILED));
    restarted(delivery, NOW);
    assertStands(delivery, day, Optional.empty());
    deliveries()
        .stop(
            stored(delivery),
            LATER_THAN_ALL,
            new NextState(DeliveryStatus.HELD, "disabled", Optional.empty(), 0));
    assertStands(delivery, day, Optional.of(DeliveryStatus.HELD));
    deliveries()
        .stop(
            stored(delivery),
            LATER_THAN_ALL,
            new NextState(DeliveryStatus.FAILED, "deleted", Optional.empty(), 0));
    assertStands(delivery, day, Optional.of(DeliveryStatus.FAILED));
    restarted(delivery, NOW);
    complete(
        claimed(stored(delivery), LATER_THAN_ALL),
        AttemptOutcome.DELIVERED,
        DeliveryStatus.DELIVERED);
    assertStands(delivery, day, Optional.empty());
  }

  /// Another system read pages by one key and sorted them by another. Its recovery skipped and
  /// repeated deliveries after the first hundred.
  @Test
  default void pagingByTheSortKeySkipsAndRepeatsNothing() {
    TimeRange day = DeliveryStore.newDay();
    Map<DeliveryId, Delivery> unseen = new HashMap<>();
    // The times go up and down, and several share each, so neither they nor the ids are in order.
    for (int i = 0; i < 600; i++) {
      Instant createdAt = day.from().plusMillis(i * 37 % 97);
      Delivery failed = recorded(standing(DeliveryStatus.FAILED, createdAt));
      unseen.put(failed.id(), failed);
    }
    for (int shard = 0; shard < Deliveries.LIST_SHARDS; shard++) {
      StatusShard list = new StatusShard(DeliveryStatus.FAILED, Optional.empty(), shard);
      List<Instant> times = new ArrayList<>();
      Optional<String> cursor = Optional.empty();
      do {
        Page<Delivery> page = deliveries().withStatus(list, day, cursor, 9);
        for (Delivery failed : page.items()) {
          assertThat(unseen.remove(failed.id())).as("listed once, as it is").isEqualTo(failed);
          times.add(failed.createdAt());
          // As in a recovery, the delivery leaves the list while it is being read.
          restarted(failed, NOW);
        }
        cursor = page.nextCursor();
      } while (cursor.isPresent());
      assertThat(times).hasSizeGreaterThan(100).isSorted();
      assertThat(allWithStatus(list, day, 100)).isEmpty();
    }
    assertThat(unseen).isEmpty();
  }

  /// Two tasks have many deliveries, and many tasks have one each.
  @Test
  default void unroutedListHasTheDeliveriesOfTheWantedTasksAlone() {
    TimeRange day = DeliveryStore.newDay();
    TaskId wanted = Samples.taskId();
    TaskId other = Samples.taskId();
    List<Delivery> expected = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      TaskId task = i % 10 < 3 ? wanted : i % 10 < 8 ? other : Samples.taskId();
      Delivery unrouted =
          recorded(
              Samples.with(
                  Samples.delivery(task, day.from().plusMillis(i / 2)),
                  DeliveryProgress.kept(DeliveryStatus.UNROUTED, "no task")));
      if (task.equals(wanted)) {
        expected.add(unrouted);
      }
    }
    for (int limit : List.of(100, 9)) {
      List<Delivery> listed = new ArrayList<>();
      for (int shard = 0; shard < Deliveries.LIST_SHARDS; shard++) {
        int each = shard;
        List<Delivery> ofShard =
            Paging.all(
                limit,
                (cursor, most) -> deliveries().unrouted(each, wanted::equals, day, cursor, most));
        assertThat(ofShard).extracting(Delivery::createdAt).isSorted();
        listed.addAll(ofShard);
      }
      assertThat(listed).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  default void cursorsOfAnotherConfigurationOrRangeAreRefused() {
    TimeRange day = DeliveryStore.newDay();
    ConfigurationId one = Samples.configurationId();
    String cursor = cursor(one, 0, day);
    List<String> foreign = new ArrayList<>(Paging.GARBAGE);
    foreign.add(cursor(Samples.configurationId(), 0, day));
    foreign.add(cursor(one, 1, day));
    for (String each : foreign) {
      assertThatThrownBy(() -> deliveries().listByConfiguration(one, 0, day, Optional.of(each), 10))
          .as("cursor %s", each)
          .isInstanceOf(InvalidCursorException.class);
    }
    TimeRange later = new TimeRange(day.from().plusMillis(1), day.to());
    assertThatThrownBy(
            () -> deliveries().listByConfiguration(one, 0, later, Optional.of(cursor), 9))
        .isInstanceOf(InvalidCursorException.class);
    assertThat(deliveries().listByConfiguration(one, 0, day, Optional.of(cursor), 9).items())
        .isNotEmpty();
  }

  /// Records deliveries until a shard has two, and returns the cursor after the first.
  private String cursor(ConfigurationId configuration, int shard, TimeRange day) {
    Page<Delivery> both;
    do {
      recorded(of(configuration, day.from()));
      both = deliveries().listByConfiguration(configuration, shard, day, Optional.empty(), 2);
    } while (both.items().size() < 2);
    return deliveries()
        .listByConfiguration(configuration, shard, day, Optional.empty(), 1)
        .nextCursor()
        .orElseThrow();
  }

  @Test
  default void cursorsOfAnotherStatusOrShardAreRefused() {
    TimeRange day = DeliveryStore.newDay();
    Optional<String> cursor = Optional.empty();
    while (cursor.isEmpty()) {
      recorded(standing(DeliveryStatus.FAILED, day.from()));
      cursor =
          deliveries()
              .withStatus(
                  new StatusShard(DeliveryStatus.FAILED, Optional.empty(), 0),
                  day,
                  Optional.empty(),
                  1)
              .nextCursor();
    }
    List<String> foreign = new ArrayList<>(Paging.GARBAGE);
    foreign.add(cursor.get());
    for (StatusShard other :
        List.of(
            new StatusShard(DeliveryStatus.FAILED, Optional.empty(), 1),
            new StatusShard(DeliveryStatus.HELD, Optional.empty(), 0))) {
      for (String each : foreign) {
        assertThatThrownBy(() -> deliveries().withStatus(other, day, Optional.of(each), 10))
            .as("cursor %s", each)
            .isInstanceOf(InvalidCursorException.class);
      }
    }
  }

  private static Delivery of(ConfigurationId configuration, Instant createdAt) {
    return Samples.delivery(Samples.report(Samples.taskId()), configuration, createdAt);
  }

  private static Delivery standing(DeliveryStatus status, Instant createdAt) {
    Delivery pending = Samples.delivery(Samples.taskId(), createdAt);
    return status == DeliveryStatus.PENDING
        ? pending
        : Samples.with(pending, DeliveryProgress.kept(status, "why"));
  }

  /// Lists all shards, each of them the oldest first.
  private List<Delivery> listed(ConfigurationId configuration, TimeRange range, int limit) {
    List<Delivery> all = new ArrayList<>();
    for (int shard = 0; shard < Deliveries.LIST_SHARDS; shard++) {
      int each = shard;
      List<Delivery> ofShard =
          Paging.all(
              limit,
              (cursor, most) ->
                  deliveries().listByConfiguration(configuration, each, range, cursor, most));
      assertThat(ofShard).extracting(Delivery::createdAt).isSorted();
      all.addAll(ofShard);
    }
    return all;
  }

  private List<Delivery> allWithStatus(StatusShard list, TimeRange range, int limit) {
    return Paging.all(limit, (cursor, most) -> deliveries().withStatus(list, range, cursor, most));
  }

  private void assertStands(Delivery delivery, TimeRange range, Optional<DeliveryStatus> status) {
    List<DeliveryStatus> found = new ArrayList<>();
    for (DeliveryStatus each : LISTED) {
      for (int shard = 0; shard < Deliveries.LIST_SHARDS; shard++) {
        boolean isListed =
            allWithStatus(new StatusShard(each, Optional.empty(), shard), range, 100)
                .contains(stored(delivery));
        if (isListed) {
          found.add(each);
        }
        if (each != DeliveryStatus.UNROUTED) {
          assertThat(
                  allWithStatus(
                      new StatusShard(each, delivery.configurationId(), shard), range, 100))
              .isEqualTo(isListed ? List.of(stored(delivery)) : List.of());
        }
      }
    }
    assertThat(found).containsExactlyElementsOf(status.stream().toList());
  }
}
