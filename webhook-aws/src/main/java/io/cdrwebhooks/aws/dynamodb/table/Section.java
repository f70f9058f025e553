package io.cdrwebhooks.aws.dynamodb.table;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// A range in one partition of an index: the items whose sort key is an instant from `from` to
/// `to`, both included.
///
/// Stored instants are whole milliseconds of four-digit years, and so are the ends of a section.
/// `from` is rounded up, `to` down; an instant outside these years is moved to their first or last.
public record Section(String index, Item partitionKey, String sortKey, Instant from, Instant to) {
  public static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  public static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  public Section {
    from = roundedUp(within(EARLIEST, from, LATEST.plusMillis(1)));
    to = within(EARLIEST.minusMillis(1), to, LATEST).truncatedTo(ChronoUnit.MILLIS);
  }

  /// Returns whether the section contains no instant; DynamoDB refuses such a query.
  public boolean isEmpty() {
    return from.isAfter(to);
  }

  /// Returns the part of this section up to `latest`.
  public Section upTo(Instant latest) {
    return latest.isBefore(to) ? new Section(index, partitionKey, sortKey, from, latest) : this;
  }

  Table.Slice read(Table table, boolean forward, Optional<Item> start, int limit) {
    if (isEmpty()) {
      return Table.Slice.NOTHING;
    }
    Item ends = new Item().set(":from", from).set(":to", to);
    return table.query(
        new Partition(index, partitionKey, sortKey)
            .between(table, ends)
            .scanIndexForward(forward)
            .limit(limit),
        start);
  }

  public boolean contains(Instant instant) {
    return !instant.isBefore(from) && !instant.isAfter(to);
  }

  private static Instant within(Instant least, Instant instant, Instant most) {
    Instant atLeast = instant.isBefore(least) ? least : instant;
    return atLeast.isAfter(most) ? most : atLeast;
  }

  private static Instant roundedUp(Instant instant) {
    Instant down = instant.truncatedTo(ChronoUnit.MILLIS);
    return down.equals(instant) ? down : down.plusMillis(1);
  }
}
