package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.paging.InvalidCursorException;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Paging;
import io.cdrwebhooks.testing.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The contract for filtered lists: every matching delivery once, the newest first.
public interface DeliveryFiltersContract extends DeliveryStore {
  /// Two tasks, two configurations, every status; a few deliveries share each instant.
  record Stock(TaskId task, ConfigurationId configuration, TimeRange day, List<Delivery> all) {
    static Stock of(TimeRange day) {
      Stock stock = new Stock(Samples.taskId(), Samples.configurationId(), day, new ArrayList<>());
      TaskId otherTask = Samples.taskId();
      ConfigurationId otherConfiguration = Samples.configurationId();
      DeliveryStatus[] statuses = DeliveryStatus.values();
      for (int i = 0; i < 60; i++) {
        Instant createdAt = day.from().plusMillis(i * 7 % 9);
        Delivery delivery = Samples.delivery(i % 3 == 0 ? stock.task : otherTask, createdAt);
        ConfigurationId configuration = i % 2 == 0 ? stock.configuration : otherConfiguration;
        DeliveryStatus status = statuses[i % statuses.length];
        stock.all.add(
            switch (status) {
              case PENDING -> Samples.with(delivery, delivery.progress(), configuration);
              case UNROUTED -> Samples.with(delivery, DeliveryProgress.kept(status, "why"));
              case DELIVERED, FAILED, HELD ->
                  Samples.with(delivery, DeliveryProgress.kept(status, "why"), configuration);
            });
      }
      return stock;
    }

    DeliveryFilter filter(
        Optional<DeliveryStatus> status, boolean ofTask, boolean ofConfiguration) {
      DeliveryFilter filter = DeliveryFilter.ALL.since(day.from()).before(day.to());
      if (ofTask) {
        filter = filter.ofTask(task);
      }
      if (ofConfiguration) {
        filter = filter.ofConfiguration(configuration);
      }
      return status.map(filter::withStatus).orElse(filter);
    }

    List<Delivery> wanted(DeliveryFilter filter) {
      List<Delivery> wanted = new ArrayList<>(all);
      filter.taskId().ifPresent(id -> wanted.removeIf(each -> !each.taskId().equals(id)));
      filter
          .configurationId()
          .ifPresent(
              id -> wanted.removeIf(each -> !each.configurationId().equals(Optional.of(id))));
      filter.status().ifPresent(status -> wanted.removeIf(each -> each.status() != status));
      return wanted;
    }
  }

  private Stock stored() {
    Stock stock = Stock.of(DeliveryStore.newDay());
    stock.all().forEach(this::recorded);
    return stock;
  }

  @Test
  default void everyFilterListsItsDeliveriesOnceNewestFirst() {
    Stock stock = stored();
    List<Optional<DeliveryStatus>> statuses = new ArrayList<>(List.of(Optional.empty()));
    for (DeliveryStatus status : DeliveryStatus.values()) {
      statuses.add(Optional.of(status));
    }
    int[] limits = {3, 7, 100, 1};
    int turn = 0;
    for (Optional<DeliveryStatus> status : statuses) {
      for (int conditions = 0; conditions < 4; conditions++) {
        DeliveryFilter filter = stock.filter(status, (conditions & 1) > 0, (conditions & 2) > 0);
        int limit = limits[turn++ % limits.length];
        List<Delivery> listed = all(filter, limit);
        assertThat(listed)
            .as("%s, %d a page", filter, limit)
            .containsExactlyInAnyOrderElementsOf(stock.wanted(filter));
        assertNewestFirst(listed);
      }
    }
  }

  @Test
  default void startIsIncludedAndEndIsNotInEveryList() {
    Stock stock = stored();
    Instant from = stock.day().from().plusMillis(2);
    Instant until = stock.day().from().plusMillis(5);
    for (DeliveryStatus status : DeliveryStatus.values()) {
      for (int conditions = 0; conditions < 4; conditions++) {
        DeliveryFilter whole =
            stock.filter(Optional.of(status), (conditions & 1) > 0, (conditions & 2) > 0);
        DeliveryFilter part = whole.since(from).before(until);
        List<Delivery> wanted = new ArrayList<>(stock.wanted(whole));
        wanted.removeIf(
            each -> each.createdAt().isBefore(from) || !each.createdAt().isBefore(until));
        assertThat(all(part, 7)).as("%s", part).containsExactlyInAnyOrderElementsOf(wanted);
      }
    }
  }

  @Test
  default void testsAreListedAloneOrLeftOut() {
    Stock stock = stored();
    Instant from = stock.day().from();
    Delivery test = recorded(Samples.ofSample(Samples.delivery(TaskId.SAMPLE, from.plusMillis(5))));

    DeliveryFilter ofDay = DeliveryFilter.ALL.since(from).before(stock.day().to());
    assertThat(all(ofDay.tests(true), 7)).containsExactly(test);
    assertThat(all(ofDay.tests(false), 7)).containsExactlyInAnyOrderElementsOf(stock.all());
    assertThat(all(DeliveryFilter.ALL.ofTask(stock.task()).tests(true), 7)).isEmpty();
    assertThatThrownBy(
            () ->
                deliveries()
                    .list(
                        ofDay.tests(true),
                        deliveries().list(ofDay.tests(false), Optional.empty(), 1).nextCursor(),
                        1))
        .isInstanceOf(InvalidCursorException.class);
  }

  @Test
  default void timesAreOptional() {
    Stock stock = stored();
    DeliveryFilter ofTask = DeliveryFilter.ALL.ofTask(stock.task());
    assertThat(all(ofTask, 9)).containsExactlyInAnyOrderElementsOf(stock.wanted(ofTask));
    Instant middle = stock.day().from().plusMillis(4);
    List<Delivery> since = all(ofTask.since(middle), 9);
    List<Delivery> before = all(ofTask.before(middle), 9);
    assertThat(since).isNotEmpty().allMatch(each -> !each.createdAt().isBefore(middle));
    assertThat(before).isNotEmpty().allMatch(each -> each.createdAt().isBefore(middle));
    assertThat(since.size() + before.size()).isEqualTo(stock.wanted(ofTask).size());
    assertThat(all(ofTask.before(Instant.MAX), 9)).hasSameSizeAs(stock.wanted(ofTask));
    assertThat(all(ofTask.before(Instant.MIN), 9)).isEmpty();
    assertThat(all(ofTask.since(Instant.MIN), 9)).hasSameSizeAs(stock.wanted(ofTask));
    assertThat(all(ofTask.since(Instant.MAX), 9)).isEmpty();
    // No other test stores anything of a later day before this one ends.
    assertThat(all(DeliveryFilter.ALL.since(stock.day().from()), 40))
        .containsExactlyInAnyOrderElementsOf(stock.all());
    List<Delivery> firstOfAll = listed(DeliveryFilter.ALL);
    assertThat(stock.all()).containsAll(firstOfAll);
  }

  @Test
  default void listWithoutDeliveriesIsEmpty() {
    assertThat(all(DeliveryFilter.ALL.ofTask(Samples.taskId()), 10)).isEmpty();
    TimeRange day = DeliveryStore.newDay();
    assertThat(all(DeliveryFilter.ALL.since(day.from()), 10)).isEmpty();
  }

  @Test
  default void listShowsDeliveriesAsTheyAreNow() {
    TimeRange day = DeliveryStore.newDay();
    Delivery delivery =
        recorded(
            Samples.with(
                Samples.delivery(Samples.taskId(), day.from()), DeliveryProgress.pending(NOW)));
    complete(claimed(delivery, LATER), AttemptOutcome.DELIVERED, DeliveryStatus.DELIVERED);
    deliveries().recordLinkFollowed(delivery.id(), Samples.follow(NOW, "198.51.100.9"));
    Delivery now = stored(delivery);
    DeliveryFilter delivered =
        DeliveryFilter.ALL.withStatus(DeliveryStatus.DELIVERED).since(day.from());
    assertThat(listed(DeliveryFilter.ALL.ofTask(delivery.taskId()))).containsExactly(now);
    assertThat(listed(DeliveryFilter.ALL.since(day.from()))).containsExactly(now);
    assertThat(listed(delivered)).containsExactly(now);
  }

  @Test
  default void newDeliveriesDoNotChangeLaterPages() {
    Stock stock = stored();
    Instant later = stock.day().from();
    for (int limit : new int[] {1, 2, 30}) {
      later = later.plusSeconds(60);
      Page<Delivery> first =
          deliveries().list(stock.filter(Optional.empty(), false, false), Optional.empty(), limit);
      List<Delivery> listed = new ArrayList<>(first.items());
      List<Delivery> meanwhile = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        meanwhile.add(recorded(Samples.delivery(stock.task(), later.plusMillis(i))));
      }
      listed.addAll(
          Paging.all(
              limit,
              (cursor, most) ->
                  deliveries()
                      .list(
                          stock.filter(Optional.empty(), false, false),
                          cursor.or(first::nextCursor),
                          most)));
      assertThat(listed).containsExactlyInAnyOrderElementsOf(stock.all());
      assertNewestFirst(listed);
      stock.all().addAll(meanwhile);
    }
  }

  @Test
  default void deliveriesThatLeaveTheListHideNoOthers() {
    Stock stock = stored();
    DeliveryFilter failed = stock.filter(Optional.of(DeliveryStatus.FAILED), false, false);
    List<Delivery> listed = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page<Delivery> page = deliveries().list(failed, cursor, 2);
      listed.addAll(page.items());
      page.items().forEach(each -> restarted(each, NOW));
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    assertThat(listed).containsExactlyInAnyOrderElementsOf(stock.wanted(failed));
    assertThat(all(failed, 10)).isEmpty();
  }

  @Test
  default void cursorIsValidForItsFilterOnly() {
    Stock stock = stored();
    Optional<DeliveryStatus> failed = Optional.of(DeliveryStatus.FAILED);
    List<DeliveryFilter> filters =
        List.of(
            DeliveryFilter.ALL,
            DeliveryFilter.ALL.since(stock.day().from()),
            stock.filter(Optional.empty(), false, false),
            DeliveryFilter.ALL.ofTask(stock.task()),
            stock.filter(Optional.empty(), true, false),
            stock.filter(Optional.empty(), false, true),
            stock.filter(Optional.empty(), true, true),
            stock.filter(failed, false, false),
            stock.filter(failed, false, true),
            stock.filter(Optional.of(DeliveryStatus.HELD), false, false));
    for (DeliveryFilter filter : filters) {
      List<String> foreign = new ArrayList<>(Paging.GARBAGE);
      for (DeliveryFilter other : filters) {
        String cursor = Paging.cursor((from, most) -> deliveries().list(other, from, most));
        if (other.equals(filter)) {
          assertThat(deliveries().list(filter, Optional.of(cursor), 3).items()).isNotEmpty();
        } else {
          foreign.add(cursor);
        }
      }
      for (String cursor : foreign) {
        assertThatThrownBy(() -> deliveries().list(filter, Optional.of(cursor), 10))
            .as("cursor %s of %s", cursor, filter)
            .isInstanceOf(InvalidCursorException.class);
      }
    }
  }

  private List<Delivery> all(DeliveryFilter filter, int limit) {
    return Paging.all(limit, (cursor, most) -> deliveries().list(filter, cursor, most));
  }

  private static void assertNewestFirst(List<Delivery> listed) {
    assertThat(listed)
        .extracting(Delivery::createdAt)
        .isSortedAccordingTo(Collections.reverseOrder());
  }
}
