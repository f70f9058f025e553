package io.cdrwebhooks.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Section;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// Lanes in the order of an index: by time, and those of one instant in any order, which stays the
/// same.
class MergedLanesTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  /// Each item is a lane and a time; with few times, many of several lanes share one.
  @Property(tries = 500)
  void pagesOfAnySizeSkipNothingAndRepeatNothing(
      @ForAll @Size(max = 60) List<@IntRange(max = 23) Integer> places,
      @ForAll @IntRange(min = 1, max = 9) int limit,
      @ForAll @IntRange(min = 1, max = 9) int mostRead,
      @ForAll long seed) {
    List<List<Item>> lanes = lanes(places, new Random(seed));
    List<Item> listed = new ArrayList<>();
    List<LanePosition> positions =
        Collections.nCopies(lanes.size(), new LanePosition.UpTo(Section.LATEST));
    int pages = 0;
    while (positions.stream().anyMatch(each -> !(each instanceof LanePosition.AtEnd))) {
      MergedLanes merged =
          MergedLanes.read(positions, (lane, from) -> read(lanes.get(lane), from, mostRead));
      List<MergedLanes.Placed> page = merged.newest(limit);
      page.forEach(placed -> listed.add(placed.item()));
      positions =
          merged.after(page).stream().map(LanePosition::text).map(LanePosition::parse).toList();
      assertThat(pages++).as("pages").isLessThanOrEqualTo(places.size());
    }
    assertThat(listed)
        .extracting(MergedLanesTest::id)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            lanes.stream().flatMap(List::stream).map(MergedLanesTest::id).toList());
    assertThat(listed)
        .extracting(MergedLanesTest::createdAt)
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  /// A page may only cut off items at its end that a condition left out.
  @Property(tries = 500)
  void pageMayEndAtAnyItem(
      @ForAll @Size(max = 60) List<@IntRange(max = 23) Integer> places, @ForAll long seed) {
    Random random = new Random(seed);
    List<List<Item>> lanes = lanes(places, random);
    List<String> listed = new ArrayList<>();
    List<LanePosition> positions =
        Collections.nCopies(lanes.size(), new LanePosition.UpTo(Section.LATEST));
    while (positions.stream().anyMatch(each -> !(each instanceof LanePosition.AtEnd))) {
      MergedLanes merged =
          MergedLanes.read(positions, (lane, from) -> read(lanes.get(lane), from, 7));
      List<MergedLanes.Placed> newest = merged.newest(7);
      List<MergedLanes.Placed> taken =
          newest.subList(0, newest.isEmpty() ? 0 : 1 + random.nextInt(newest.size()));
      taken.forEach(placed -> listed.add(id(placed.item())));
      positions = merged.after(taken);
    }
    assertThat(listed).hasSameSizeAs(places).doesNotHaveDuplicates();
  }

  @Property
  void positionIsReadBackFromItsText(@ForAll @IntRange(max = 1_000_000) int millis) {
    Instant createdAt = START.plusMillis(millis);
    DeliveryId id = DeliveryId.of(new UUID(millis, 1));
    for (LanePosition position :
        List.of(
            new LanePosition.UpTo(createdAt),
            new LanePosition.After(new DeliveryPlace(createdAt, id)),
            new LanePosition.AtEnd())) {
      assertThat(LanePosition.parse(position.text())).isEqualTo(position);
    }
  }

  private static List<List<Item>> lanes(List<Integer> places, Random random) {
    List<List<Item>> lanes = new ArrayList<>();
    for (int lane = 0; lane < 4; lane++) {
      lanes.add(new ArrayList<>());
    }
    for (int place : places) {
      lanes
          .get(place % 4)
          .add(
              new Item()
                  .set(
                      DeliveryItems.ID,
                      DeliveryId.of(new UUID(random.nextLong(), random.nextLong())).value())
                  .set(DeliveryItems.CREATED_AT, START.plusMillis(place / 4)));
    }
    // A stable sort: those of one instant stay in the order in which they came, whatever their ids.
    lanes.forEach(lane -> lane.sort(Comparator.comparing(MergedLanesTest::createdAt).reversed()));
    return lanes;
  }

  private static Table.Slice read(List<Item> lane, LanePosition from, int most) {
    List<Item> rest =
        switch (from) {
          case LanePosition.UpTo(Instant latest) ->
              lane.stream().filter(item -> !createdAt(item).isAfter(latest)).toList();
          case LanePosition.After(DeliveryPlace place) -> {
            List<String> ids = lane.stream().map(MergedLanesTest::id).toList();
            yield lane.subList(ids.indexOf(place.id().value()) + 1, lane.size());
          }
          case LanePosition.AtEnd() -> throw new AssertionError("a lane that ended is not read");
        };
    List<Item> items = rest.subList(0, Math.min(most, rest.size()));
    // As DynamoDB does, it says that it goes on though nothing may follow.
    return new Table.Slice(
        items, items.size() == most ? Optional.of(items.getLast()) : Optional.empty());
  }

  private static String id(Item item) {
    return item.requiredText(DeliveryItems.ID);
  }

  private static Instant createdAt(Item item) {
    return item.requiredInstant(DeliveryItems.CREATED_AT);
  }
}
