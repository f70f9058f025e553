package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Merges the beginnings of several partitions of an index into one list, the newest delivery
/// first. The index sorts each partition by `createdAt`.
///
/// Each partition continues from a separate position. So the list neither skips nor repeats a
/// delivery, in any order of the deliveries of one instant.
record MergedPartitions(List<PartitionPosition> starts, List<Table.Slice> slices) {
  private static final Comparator<Item> NEWEST_FIRST =
      Comparator.<Item, String>comparing(item -> item.requiredText(DeliveryItems.CREATED_AT))
          .thenComparing(item -> item.requiredText(DeliveryItems.ID))
          .reversed();

  MergedPartitions {
    starts = List.copyOf(starts);
    slices = List.copyOf(slices);
  }

  /// Reads some items of a partition from a position on, the newest first.
  @FunctionalInterface
  interface Reading {
    Table.Slice read(int partition, PartitionPosition from);
  }

  /// An item and the number of its partition.
  record Placed(int partition, Item item) {}

  static MergedPartitions read(List<PartitionPosition> starts, Reading reading) {
    List<Table.Slice> slices =
        IntStream.range(0, starts.size())
            .mapToObj(
                partition ->
                    starts.get(partition) instanceof PartitionPosition.AtEnd
                        ? Table.Slice.NOTHING
                        : reading.read(partition, starts.get(partition)))
            .toList();
    return new MergedPartitions(starts, slices);
  }

  /// Returns the newest items in order, at most `most`. It stops after the last read item of a
  /// partition that has more items, because the next newest may be among them.
  List<Placed> newest(int most) {
    int[] taken = new int[slices.size()];
    List<Placed> newest = new ArrayList<>();
    while (newest.size() < most && !mayHaveUnreadItems(taken)) {
      Optional<Placed> next = next(taken);
      if (next.isEmpty()) {
        break;
      }
      taken[next.get().partition()]++;
      newest.add(next.get());
    }
    return Collections.unmodifiableList(newest);
  }

  private boolean mayHaveUnreadItems(int[] taken) {
    return IntStream.range(0, taken.length)
        .anyMatch(
            partition ->
                taken[partition] == slices.get(partition).items().size()
                    && slices.get(partition).last().isPresent());
  }

  private Optional<Placed> next(int[] taken) {
    return IntStream.range(0, taken.length)
        .filter(partition -> taken[partition] < slices.get(partition).items().size())
        .mapToObj(
            partition -> new Placed(partition, slices.get(partition).items().get(taken[partition])))
        .min(Comparator.comparing(Placed::item, NEWEST_FIRST));
  }

  /// Returns where each partition continues after `taken`, a beginning of [#newest].
  List<PartitionPosition> after(List<Placed> taken) {
    return IntStream.range(0, starts.size())
        .mapToObj(partition -> after(partition, taken))
        .toList();
  }

  private PartitionPosition after(int partition, List<Placed> taken) {
    List<Item> ofPartition =
        taken.stream().filter(each -> each.partition() == partition).map(Placed::item).toList();
    Table.Slice slice = slices.get(partition);
    if (ofPartition.size() == slice.items().size()) {
      return slice
          .last()
          .<PartitionPosition>map(key -> new PartitionPosition.After(DeliveryPlace.of(key)))
          .orElseGet(PartitionPosition.AtEnd::new);
    }
    if (!ofPartition.isEmpty()) {
      return new PartitionPosition.After(DeliveryPlace.of(ofPartition.getLast()));
    }
    return starts.get(partition) instanceof PartitionPosition.UpTo && !taken.isEmpty()
        ? new PartitionPosition.UpTo(createdAt(taken.getLast()))
        : starts.get(partition);
  }

  /// Returns when the last item was created. Deliveries that are recorded during the listing are
  /// newer, so later pages do not show them.
  private static Instant createdAt(Placed last) {
    return last.item().requiredInstant(DeliveryItems.CREATED_AT);
  }
}
