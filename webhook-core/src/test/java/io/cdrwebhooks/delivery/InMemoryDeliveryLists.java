package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.paging.InvalidCursorException;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The in-memory twin of the lists of deliveries, which never lag.
abstract class InMemoryDeliveryLists implements DeliveryLists {
  private static final Pattern PLACE = Pattern.compile(" after ([0-9]{20}) ");

  final Map<DeliveryId, Delivery> deliveries = new LinkedHashMap<>();
  private final Map<NumberSeries, Long> lastNumbers = new HashMap<>();
  private final Map<NumberSeries, Instant> began = new HashMap<>();

  /// Draws a number as [Deliveries#recordNumbered] does, and records nothing.
  public synchronized long draw(NumberSeries series, Instant now) {
    began.putIfAbsent(series, now);
    return lastNumbers.merge(series, 1L, Long::sum);
  }

  @Override
  public synchronized StoredNumbers numbers(NumberSeries series, long from, int limit) {
    return new StoredNumbers(
        numberBefore(series, from).since(),
        numbered(series).stream().filter(each -> each.sequence() >= from).limit(limit).toList());
  }

  @Override
  public synchronized NumberBefore numberBefore(NumberSeries series, long number) {
    return numbered(series).stream()
        .filter(delivery -> delivery.sequence() < number)
        .reduce((_, last) -> last)
        .map(last -> new NumberBefore(last.sequence(), Optional.of(last.uploadedAt())))
        .orElseGet(() -> new NumberBefore(0, Optional.ofNullable(began.get(series))));
  }

  private List<Delivery> numbered(NumberSeries series) {
    return deliveries.values().stream()
        .filter(delivery -> delivery.sequence() > 0 && delivery.series().equals(series))
        .sorted(Comparator.comparingLong(Delivery::sequence))
        .toList();
  }

  @Override
  public synchronized List<Delivery> named(String beginning, int limit) {
    Comparator<Delivery> order =
        Comparator.<Delivery, Boolean>comparing(each -> each.report().key().isNamed(beginning))
            .thenComparing(each -> ReportKey.folded(each.report().fileName()) + "/")
            .thenComparing(Delivery::createdAt)
            .thenComparing(each -> each.id().value())
            .reversed();
    return deliveries.values().stream()
        .filter(each -> each.report().key().nameBegins(beginning))
        .sorted(order)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Page<Delivery> list(
      DeliveryFilter filter, Optional<String> cursor, int limit) {
    return after("filtered " + filter, filter::has, Comparator.reverseOrder(), cursor, limit);
  }

  @Override
  public synchronized Page<Delivery> listByConfiguration(
      ConfigurationId id, int shard, TimeRange range, Optional<String> cursor, int limit) {
    return after(
        "configuration " + id + " " + shard,
        delivery ->
            delivery.configurationId().equals(Optional.of(id))
                && isIn(shard, delivery)
                && range.contains(delivery.createdAt()),
        Comparator.naturalOrder(),
        cursor.map(text -> inRange(range, text)),
        limit);
  }

  @Override
  public synchronized Page<Delivery> withStatus(
      StatusShard list, TimeRange range, Optional<String> cursor, int limit) {
    return after(
        "standing " + list,
        delivery ->
            delivery.status() == list.status()
                && (list.configuration().isEmpty()
                    || list.configuration().equals(delivery.configurationId()))
                && isIn(list.shard(), delivery)
                && range.contains(delivery.createdAt()),
        Comparator.naturalOrder(),
        cursor.map(text -> inRange(range, text)),
        limit);
  }

  @Override
  public synchronized Page<Delivery> unrouted(
      int shard, Predicate<TaskId> ofTasks, TimeRange range, Optional<String> cursor, int limit) {
    Page<Delivery> page =
        withStatus(
            new StatusShard(DeliveryStatus.UNROUTED, Optional.empty(), shard),
            range,
            cursor,
            limit);
    return new Page<>(
        page.items().stream().filter(each -> ofTasks.test(each.taskId())).toList(),
        page.nextCursor());
  }

  private static boolean isIn(int shard, Delivery delivery) {
    return Math.floorMod(delivery.id().hashCode(), LIST_SHARDS) == shard;
  }

  /// Pages by the key of the last delivery seen, so that deliveries that leave the list do not
  /// shift the page.
  private Page<Delivery> after(
      String list,
      Predicate<Delivery> wanted,
      Comparator<String> order,
      Optional<String> cursor,
      int limit) {
    String prefix = list + " after ";
    if (cursor.filter(text -> !text.startsWith(prefix)).isPresent()) {
      throw new InvalidCursorException();
    }
    Optional<String> last = cursor.map(text -> text.substring(prefix.length()));
    List<Delivery> rest =
        deliveries.values().stream()
            .filter(wanted)
            .filter(
                delivery -> last.filter(key -> order.compare(key(delivery), key) <= 0).isEmpty())
            .sorted(Comparator.comparing(InMemoryDeliveryLists::key, order))
            .toList();
    List<Delivery> page = rest.subList(0, Math.min(limit, rest.size()));
    return new Page<>(
        page, rest.size() > limit ? Optional.of(prefix + key(page.getLast())) : Optional.empty());
  }

  /// A key of fixed width, which sorts by time, then by id.
  private static String key(Delivery delivery) {
    return "%020d %s".formatted(delivery.createdAt().toEpochMilli(), delivery.id());
  }

  private static String inRange(TimeRange range, String cursor) {
    Matcher place = PLACE.matcher(cursor);
    if (!place.find() || !range.contains(Instant.ofEpochMilli(Long.parseLong(place.group(1))))) {
      throw new InvalidCursorException();
    }
    return cursor;
  }
}
