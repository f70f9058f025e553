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

/// Merges the beginnings of several lanes into one list, the newest delivery first. A lane is a
/// partition of an index by `createdAt`.
///
/// Each lane continues from its own position. So the list skips and repeats nothing, in whatever
/// order the index has deliveries of one instant, in one lane or in several.
record MergedLanes(List<LanePosition> starts, List<Table.Slice> slices) {
  private static final Comparator<Item> NEWEST_FIRST =
      Comparator.<Item, String>comparing(item -> item.requiredText(DeliveryItems.CREATED_AT))
          .thenComparing(item -> item.requiredText(DeliveryItems.ID))
          .reversed();

  MergedLanes {
    starts = List.copyOf(starts);
    slices = List.copyOf(slices);
  }

  /// Reads some items of a lane from a position on, the newest first.
  @FunctionalInterface
  interface Reading {
    Table.Slice read(int lane, LanePosition from);
  }

  /// An item and the lane it comes from.
  record Placed(int lane, Item item) {}

  static MergedLanes read(List<LanePosition> starts, Reading reading) {
    List<Table.Slice> slices =
        IntStream.range(0, starts.size())
            .mapToObj(
                lane ->
                    starts.get(lane) instanceof LanePosition.AtEnd
                        ? Table.Slice.NOTHING
                        : reading.read(lane, starts.get(lane)))
            .toList();
    return new MergedLanes(starts, slices);
  }

  /// Returns the newest items in order, at most `most`. It returns fewer when it reaches the last
  /// item read of a lane that continues: the next item may be there.
  List<Placed> newest(int most) {
    int[] taken = new int[slices.size()];
    List<Placed> newest = new ArrayList<>();
    while (newest.size() < most && !goesOnUnread(taken)) {
      Optional<Placed> next = next(taken);
      if (next.isEmpty()) {
        break;
      }
      taken[next.get().lane()]++;
      newest.add(next.get());
    }
    return Collections.unmodifiableList(newest);
  }

  private boolean goesOnUnread(int[] taken) {
    return IntStream.range(0, taken.length)
        .anyMatch(
            lane ->
                taken[lane] == slices.get(lane).items().size()
                    && slices.get(lane).last().isPresent());
  }

  private Optional<Placed> next(int[] taken) {
    return IntStream.range(0, taken.length)
        .filter(lane -> taken[lane] < slices.get(lane).items().size())
        .mapToObj(lane -> new Placed(lane, slices.get(lane).items().get(taken[lane])))
        .min(Comparator.comparing(Placed::item, NEWEST_FIRST));
  }

  /// Returns where each lane continues after `taken`, a beginning of [#newest].
  List<LanePosition> after(List<Placed> taken) {
    return IntStream.range(0, starts.size()).mapToObj(lane -> after(lane, taken)).toList();
  }

  private LanePosition after(int lane, List<Placed> taken) {
    List<Item> ofLane =
        taken.stream().filter(each -> each.lane() == lane).map(Placed::item).toList();
    Table.Slice slice = slices.get(lane);
    if (ofLane.size() == slice.items().size()) {
      return slice
          .last()
          .<LanePosition>map(key -> new LanePosition.After(DeliveryPlace.of(key)))
          .orElseGet(LanePosition.AtEnd::new);
    }
    if (!ofLane.isEmpty()) {
      return new LanePosition.After(DeliveryPlace.of(ofLane.getLast()));
    }
    return starts.get(lane) instanceof LanePosition.UpTo && !taken.isEmpty()
        ? new LanePosition.UpTo(createdAt(taken.getLast()))
        : starts.get(lane);
  }

  /// Returns when the last item was created. Deliveries that are recorded during the listing are
  /// younger, so later pages do not show them.
  private static Instant createdAt(Placed last) {
    return last.item().requiredInstant(DeliveryItems.CREATED_AT);
  }
}
