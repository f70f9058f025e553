package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.statistics.Counts;
import io.cdrwebhooks.statistics.LastFailure;
import io.cdrwebhooks.statistics.LatencyHistogram;
import io.cdrwebhooks.statistics.Outcomes;
import io.cdrwebhooks.statistics.Series;
import io.cdrwebhooks.statistics.Statistics;
import io.cdrwebhooks.statistics.TimeBucket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Converts counts to and from items. Each series and hour has an item with the numbers that are
/// not 0; each configuration has one for its last failure. Items stay below 1 KiB, so that adding
/// costs one write unit.
public final class StatisticsItems {
  static final String SERIES = "series";

  /// `H2026-11-25T13` for an hour; [#LAST], which sorts after all hours, for the last failure.
  static final String BUCKET = "bucket";

  static final String EXPIRES_AT = DeliveryItems.EXPIRES_AT;
  private static final String FAILED_AT = "failedAt";
  static final String REASON = "reason";

  static final String LAST = "LAST";
  private static final int SHARDS_OF_ALL = 4;
  private static final int DATE_AND_HOUR = "2026-11-25T13".length();

  private static final String DELIVERIES = "deliveries";
  private static final String DELIVERED = "delivered";
  private static final String FAILED = "failed";
  private static final String ATTEMPTS_DELIVERED = "attemptsDelivered";
  private static final String ATTEMPTS_FAILED = "attemptsFailed";
  private static final String LINKS_FOLLOWED = "linksFollowed";

  /// The number of deliveries of the hour whose outcomes are counted, and the number in each state.
  private static final String COHORT = "cohort";

  private static final String NOW_DELIVERED = "nowDelivered";
  private static final String NOW_RETRYING = "nowRetrying";
  private static final String NOW_HELD = "nowHeld";
  private static final String NOW_FAILED = "nowFailed";
  private static final String NOW_UNROUTED = "nowUnrouted";

  /// The attributes in the order of the histogram's classes.
  private static final List<String> LATENCIES =
      LatencyHistogram.BOUNDS.stream().map(bound -> "upTo" + bound.toMillis()).toList();

  private StatisticsItems() {}

  static Item key(Item partition, TimeBucket hour) {
    return new Item().setAll(partition).set(BUCKET, text(hour.start()));
  }

  static Item lastFailureKey(ConfigurationId configuration) {
    return partition(configuration).set(BUCKET, LAST);
  }

  public static Item partition(ConfigurationId configuration) {
    return new Item().set(SERIES, configuration.value());
  }

  /// Returns the partitions of a series; the sum of their counts is the series' count. All
  /// functions add to the deployment's series, and DynamoDB takes some 1,000 writes a second for
  /// one item.
  static List<Item> partitions(Series series) {
    return series
        .configuration()
        .map(id -> List.of(partition(id)))
        .orElseGet(
            () ->
                IntStream.range(0, SHARDS_OF_ALL)
                    .mapToObj(shard -> new Item().set(SERIES, "all#" + shard))
                    .toList());
  }

  static boolean isLastFailure(Item item) {
    return item.requiredText(BUCKET).equals(LAST);
  }

  /// Returns the sort key of the hour that contains `at`; it sorts as the hours do.
  static String text(Instant at) {
    return "H" + at.toString().substring(0, DATE_AND_HOUR);
  }

  /// Returns the start of the item's hour.
  static Instant hour(Item item) {
    return Instant.parse(item.requiredText(BUCKET).substring(1) + ":00:00Z");
  }

  /// Returns the numbers that are not 0.
  static Item numbers(Counts counts) {
    Item numbers = new Item();
    Map.of(
            DELIVERIES, counts.deliveries(),
            DELIVERED, counts.delivered(),
            FAILED, counts.failed(),
            ATTEMPTS_DELIVERED, counts.attemptsDelivered(),
            ATTEMPTS_FAILED, counts.attemptsFailed(),
            LINKS_FOLLOWED, counts.linksFollowed())
        .forEach((name, number) -> setUnlessZero(numbers, name, number));
    Outcomes outcomes = counts.outcomes();
    Map.of(
            COHORT, outcomes.recorded(),
            NOW_DELIVERED, outcomes.delivered(),
            NOW_RETRYING, outcomes.retrying(),
            NOW_HELD, outcomes.held(),
            NOW_FAILED, outcomes.failed(),
            NOW_UNROUTED, outcomes.unrouted())
        .forEach((name, number) -> setUnlessZero(numbers, name, number));
    for (int i = 0; i < LATENCIES.size(); i++) {
      setUnlessZero(numbers, LATENCIES.get(i), counts.latencies().counts().get(i));
    }
    return numbers;
  }

  private static void setUnlessZero(Item numbers, String name, long number) {
    if (number != 0) {
      numbers.set(name, number);
    }
  }

  static Counts counts(Item item) {
    List<Long> latencies = new ArrayList<>();
    LATENCIES.forEach(name -> latencies.add(number(item, name)));
    return new Counts(
        number(item, DELIVERIES),
        number(item, DELIVERED),
        number(item, FAILED),
        number(item, ATTEMPTS_DELIVERED),
        number(item, ATTEMPTS_FAILED),
        number(item, LINKS_FOLLOWED),
        new LatencyHistogram(latencies),
        new Outcomes(
            number(item, COHORT),
            number(item, NOW_DELIVERED),
            number(item, NOW_RETRYING),
            number(item, NOW_HELD),
            number(item, NOW_FAILED),
            number(item, NOW_UNROUTED)));
  }

  private static long number(Item item, String name) {
    return item.number(name).orElse(0L);
  }

  static Item lastFailure(LastFailure failure) {
    return new Item()
        .set(FAILED_AT, failure.at())
        .set(REASON, failure.reason())
        .setEpochSeconds(EXPIRES_AT, failure.at().plus(Statistics.RETENTION));
  }

  static LastFailure lastFailure(Item item) {
    return new LastFailure(item.requiredInstant(FAILED_AT), item.text(REASON).orElse(""));
  }
}
