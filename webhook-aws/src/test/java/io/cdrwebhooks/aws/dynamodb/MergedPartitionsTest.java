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

/// Partitions in the order of an index: by time, and those of one instant in any order, which stays
/// the same.
class MergedPartitionsTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  /// Each item is a partition and a time; with few times, many of several partitions share one. A
  /// page may end at any item.
  @Property(tries = 500)
  void pagesOfAnySizeSkipNothingAndRepeatNothing(
      @ForAll @Size(max = 60) List<@IntRange(max = 23) Integer> places,
      @ForAll @IntRange(min = 1, max = 9) int limit,
      @ForAll @IntRange(min = 1, max = 9) int mostRead,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<List<Item>> partitions = partitions(places, random);
    List<Item> listed = new ArrayList<>();
    List<PartitionPosition> positions =
        Collections.nCopies(partitions.size(), new PartitionPosition.UpTo(Section.LATEST));
    int pages = 0;
    while (positions.stream().anyMatch(each -> !(each instanceof PartitionPosition.AtEnd))) {
      MergedPartitions merged =
          MergedPartitions.read(
              positions, (partition, from) -> read(partitions.get(partition), from, mostRead));
      List<MergedPartitions.Placed> newest = merged.newest(limit);
      List<MergedPartitions.Placed> page =
          newest.subList(0, newest.isEmpty() ? 0 : 1 + random.nextInt(newest.size()));
      page.forEach(placed -> listed.add(placed.item()));
      positions =
          merged.after(page).stream()
              .map(PartitionPosition::text)
              .map(PartitionPosition::parse)
              .toList();
      assertThat(pages++).as("pages").isLessThanOrEqualTo(places.size());
    }
    assertThat(listed)
        .extracting(MergedPartitionsTest::id)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            partitions.stream().flatMap(List::stream).map(MergedPartitionsTest::id).toList());
    assertThat(listed)
        .extracting(MergedPartitionsTest::createdAt)
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Property
  void positionIsReadBackFromItsText(@ForAll @IntRange(max = 1_000_000) int millis) {
    Instant createdAt = START.plusMillis(millis);
    DeliveryId id = DeliveryId.of(new UUID(millis, 1));
    for (PartitionPosition position :
        List.of(
            new PartitionPosition.UpTo(createdAt),
            new PartitionPosition.After(new DeliveryPlace(createdAt, id)),
            new PartitionPosition.AtEnd())) {
      assertThat(PartitionPosition.parse(position.text())).isEqualTo(position);
    }
  }

  private static List<List<Item>> partitions(List<Integer> places, Random random) {
    List<List<Item>> partitions = new ArrayList<>();
    for (int partition = 0; partition < 4; partition++) {
      partitions.add(new ArrayList<>());
    }
    for (int place : places) {
      partitions
          .get(place % 4)
          .add(
              new Item()
                  .set(
                      DeliveryItems.ID,
                      DeliveryId.of(new UUID(random.nextLong(), random.nextLong())).value())
                  .set(DeliveryItems.CREATED_AT, START.plusMillis(place / 4)));
    }
    // A stable sort: those of one instant stay in the order in which they came, whatever their ids.
    partitions.forEach(
        partition ->
            partition.sort(Comparator.comparing(MergedPartitionsTest::createdAt).reversed()));
    return partitions;
  }

  private static Table.Slice read(List<Item> partition, PartitionPosition from, int most) {
    List<Item> rest =
        switch (from) {
          case PartitionPosition.UpTo(Instant latest) ->
              partition.stream().filter(item -> !createdAt(item).isAfter(latest)).toList();
          case PartitionPosition.After(DeliveryPlace place) -> {
            List<String> ids = partition.stream().map(MergedPartitionsTest::id).toList();
            yield partition.subList(ids.indexOf(place.id().value()) + 1, partition.size());
          }
          case PartitionPosition.AtEnd() ->
              throw new AssertionError("a partition that ended is not read");
        };
    List<Item> items = rest.subList(0, Math.min(most, rest.size()));
    // Like DynamoDB, it returns a key to continue from even if nothing follows.
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
