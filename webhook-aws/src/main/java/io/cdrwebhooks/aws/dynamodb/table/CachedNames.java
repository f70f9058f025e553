package io.cdrwebhooks.aws.dynamodb.table;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/// The names of all configurations or tasks, from which lists are sorted. The table has no order,
/// so each list needs all names.
///
/// This process reads them once and keeps them until a name is added, changed or removed
/// ([NameChanges]), but for at most [#KEPT_FOR]. It must read again after that time, because the
/// previous version, which may run during a deployment, does not count its changes, and because a
/// change of state is not counted either. Without a clock it keeps nothing. Thread-safe.
public final class CachedNames<E> {
  public static final Duration KEPT_FOR = Duration.ofMinutes(1);

  private final Table table;
  private final List<String> attributes;
  private final Function<Item, E> entry;
  private final NameChanges changes;
  private final Optional<InstantSource> clock;
  private Optional<Kept<E>> kept = Optional.empty();

  private record Kept<E>(long changes, Instant readAt, List<E> entries) {
    boolean serves(long counted, Instant now) {
      return changes == counted && now.isBefore(readAt.plus(KEPT_FOR));
    }
  }

  /// Hidden items of the table lack the first of `attributes`.
  public CachedNames(
      Table table,
      List<String> attributes,
      Function<Item, E> entry,
      NameChanges changes,
      Optional<InstantSource> clock) {
    this.table = table;
    this.attributes = List.copyOf(attributes);
    this.entry = entry;
    this.changes = changes;
    this.clock = clock;
  }

  /// Returns an entry of each item, in no order.
  public synchronized List<E> current() {
    if (clock.isEmpty()) {
      return read();
    }
    // The count is read before the names, so that the next list notices a change in between.
    long counted = changes.counted();
    Instant now = clock.get().instant();
    if (kept.filter(last -> last.serves(counted, now)).isEmpty()) {
      kept = Optional.of(new Kept<>(counted, now, read()));
    }
    return kept.orElseThrow().entries();
  }

  /// Makes the next list read the names again.
  public synchronized void forget() {
    kept = Optional.empty();
  }

  /// Reads the items of the whole table that have the first attribute. This costs as much as
  /// reading all items completely, so it is for small tables.
  private List<E> read() {
    String named = attributes.stream().map(each -> "#" + each).collect(Collectors.joining(", "));
    String filter = "attribute_exists(#" + attributes.getFirst() + ")";
    ScanRequest request =
        ScanRequest.builder()
            .tableName(table.name())
            .projectionExpression(named)
            .filterExpression(filter)
            .expressionAttributeNames(Expressions.namesOrNone(named + " " + filter))
            .consistentRead(true)
            .build();
    return table.client.scanPaginator(request).items().stream().map(Item::new).map(entry).toList();
  }
}
