package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Cursors;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Partition;
import io.cdrwebhooks.aws.dynamodb.table.Section;
import io.cdrwebhooks.aws.dynamodb.table.Shards;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.change.ChangeFilter;
import io.cdrwebhooks.change.ChangeId;
import io.cdrwebhooks.change.ChangeRecord;
import io.cdrwebhooks.change.ChangeRecord.Actor;
import io.cdrwebhooks.change.ChangedThing;
import io.cdrwebhooks.change.Changes;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.paging.InvalidCursorException;
import io.cdrwebhooks.paging.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The records of changes in a separate table; time to live deletes them.
///
/// The table spreads the records over [#SHARDS] partitions, each sorted by `position`: the time and
/// the id. No two records have the same position. A page merges the newest records of all shards,
/// and the next page begins before its last position. An index lists the records about one thing in
/// the same way. Records of parts are in the same number of other partitions, so that only the
/// index lists them.
///
/// It only puts and queries. Thread-safe.
public final class DynamoDbChanges implements Changes {
  static final String SHARD = "shard";
  static final String POSITION = "position";
  static final String ABOUT = "about";
  static final String EXPIRES_AT = DeliveryItems.EXPIRES_AT;

  private static final String ISSUER = "issuer";
  private static final String SUBJECT = "subject";
  private static final String CLIENT_ID = "clientId";
  private static final String ADDRESS = "address";
  private static final String FORWARDED_FOR = "forwardedFor";
  private static final String REQUEST_ID = "requestId";
  private static final String OPERATION = "operation";
  private static final String BEFORE = "before";
  private static final String AFTER = "after";
  private static final String STATUS = "status";

  /// The attributes of the index in addition to keys: all of the record.
  static final List<String> IN_INDEX =
      List.of(
          ISSUER,
          SUBJECT,
          CLIENT_ID,
          ADDRESS,
          FORWARDED_FOR,
          REQUEST_ID,
          OPERATION,
          BEFORE,
          AFTER,
          STATUS);

  /// The number of shards, which must never change: the shard of a record depends on it. One
  /// partition stores 1,000 units a second.
  private static final int SHARDS = 4;

  /// The most records of a partition that a page with a filter reads.
  private static final int MAX_FILTERED = 250;

  private static final Cursors CURSORS = new Cursors("changes");
  private static final Pattern POSITION_FORM =
      Pattern.compile("\\d{4}-[0-9T:.-]{18}Z#chg_[0-9a-f]{32}");

  private final Table table;

  public DynamoDbChanges(DynamoDbClient client, String changesTable) {
    table = TableDefinition.CHANGES.open(client, changesTable);
  }

  @Override
  public void put(ChangeRecord change) {
    table.putIf(item(change), "");
  }

  @Override
  public void putPart(ChangeRecord part) {
    Item item = item(part);
    table.putIf(item.set(SHARD, SHARDS + Shards.of(part.id().value(), SHARDS)), "");
  }

  @Override
  public boolean putFirst(ChangeRecord change) {
    return table.putIf(item(change), "attribute_not_exists(#position)");
  }

  @Override
  public Page<ChangeRecord> list(ChangeFilter filter, Optional<String> cursor, int limit) {
    String from = position(filter.from().orElse(Section.EARLIEST));
    // A time alone sorts before every position of that time.
    String before =
        cursor
            .map(DynamoDbChanges::place)
            .orElseGet(() -> position(filter.to().orElse(Section.LATEST)));
    if (from.compareTo(before) > 0) {
      return new Page<>(List.of(), Optional.empty());
    }
    // One more, because the range includes the record of the cursor, which was shown.
    int each = (filter.subject().isPresent() ? MAX_FILTERED : limit) + 1;
    List<Table.Slice> slices =
        partitions(filter)
            .map(partition -> partition.lastFirst(table, from, before, each))
            .toList();
    return page(slices, before, filter, limit);
  }

  private static Stream<Partition> partitions(ChangeFilter filter) {
    return filter
        .about()
        .map(
            thing ->
                Stream.of(
                    new Partition(
                        TableDefinition.BY_THING,
                        new Item().set(ABOUT, thing.toString()),
                        POSITION)))
        .orElseGet(
            () ->
                IntStream.range(0, SHARDS)
                    .mapToObj(shard -> new Partition("", new Item().set(SHARD, shard), POSITION)));
  }

  /// Merges the slices up to the first position after which one of them has unread records.
  private static Page<ChangeRecord> page(
      List<Table.Slice> slices, String before, ChangeFilter filter, int limit) {
    Optional<String> unread =
        slices.stream()
            .flatMap(slice -> slice.last().stream())
            .map(last -> last.requiredText(POSITION))
            .max(Comparator.naturalOrder());
    List<Item> read =
        slices.stream()
            .flatMap(slice -> slice.items().stream())
            .filter(item -> placeOf(item).compareTo(before) < 0)
            .filter(item -> unread.map(end -> placeOf(item).compareTo(end) >= 0).orElse(true))
            .sorted(Comparator.comparing(DynamoDbChanges::placeOf).reversed())
            .toList();
    List<ChangeRecord> page = new ArrayList<>();
    for (int i = 0; i < read.size(); i++) {
      ChangeRecord change = change(read.get(i));
      if (filter.matches(change)) {
        page.add(change);
      }
      boolean more = i + 1 < read.size() || unread.isPresent();
      if (page.size() == limit && more) {
        return new Page<>(page, Optional.of(CURSORS.cursor(placeOf(read.get(i)))));
      }
    }
    return new Page<>(page, unread.map(CURSORS::cursor));
  }

  private static String placeOf(Item item) {
    return item.requiredText(POSITION);
  }

  /// Reads the position in a cursor.
  private static String place(String cursor) {
    String place = CURSORS.parts(cursor, 1).getFirst();
    if (!POSITION_FORM.matcher(place).matches()) {
      throw new InvalidCursorException();
    }
    return place;
  }

  private static String position(Instant at) {
    Instant notBefore = at.isBefore(Section.EARLIEST) ? Section.EARLIEST : at;
    return Json.instant(notBefore.isAfter(Section.LATEST) ? Section.LATEST : notBefore);
  }

  private static Item item(ChangeRecord change) {
    Item item =
        new Item()
            .set(SHARD, Shards.of(change.id().value(), SHARDS))
            .set(POSITION, position(change.at()) + "#" + change.id())
            .set(ISSUER, change.actor().issuer())
            .set(SUBJECT, change.actor().subject())
            .set(CLIENT_ID, change.actor().clientId())
            .set(ADDRESS, change.actor().address())
            .set(FORWARDED_FOR, change.actor().forwardedFor())
            .set(REQUEST_ID, change.requestId())
            .set(OPERATION, change.operation())
            .set(BEFORE, change.before())
            .set(AFTER, change.after())
            .setEpochSeconds(EXPIRES_AT, change.at().plus(ChangeRecord.RETENTION));
    change.about().ifPresent(thing -> item.set(ABOUT, thing.toString()));
    change.status().ifPresent(status -> item.set(STATUS, status));
    return item;
  }

  private static ChangeRecord change(Item item) {
    String position = placeOf(item);
    int separator = position.indexOf('#');
    return new ChangeRecord(
        new ChangeId(position.substring(separator + 1)),
        Instant.parse(position.substring(0, separator)),
        new Actor(
            item.text(ISSUER).orElse(""),
            item.text(SUBJECT).orElse(""),
            item.text(CLIENT_ID).orElse(""),
            item.text(ADDRESS).orElse(""),
            item.text(FORWARDED_FOR).orElse("")),
        item.text(REQUEST_ID).orElse(""),
        item.requiredText(OPERATION),
        item.text(ABOUT).flatMap(ChangedThing::parse),
        item.requiredText(BEFORE),
        item.requiredText(AFTER),
        item.number(STATUS)
            .map(status -> OptionalInt.of(Math.toIntExact(status)))
            .orElseGet(OptionalInt::empty));
  }
}
