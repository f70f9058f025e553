package io.cdrwebhooks.aws.dynamodb.work;

import io.cdrwebhooks.aws.dynamodb.DeliveryItems;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Shards;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.lane.Breaker;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.work.DueIndex;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Converts lanes to and from items. They are in the deliveries' table, so that one index contains
/// all due work. An item has none of the attributes that lists of deliveries use.
public final class LaneItems {
  static final String HOLDER = "holder";
  static final String WOKEN_AT = "wokenAt";
  static final String ASKED_AT = "askedAt";
  static final String FAILED = "failed";
  static final String FAILING_SINCE = "failingSince";
  static final String FAILED_PROBES = "failedProbes";
  static final String PROBE_AT = "probeAt";
  static final String ASKED_UNTIL = "askedUntil";
  static final String NEXT_SEND_AT = "nextSendAt";
  static final String PROBED_UP_TO = "probedUpTo";
  static final String UNSURE_AT = "unsureAt";
  static final String PLACES = "places";
  static final String WAKE_SENT_FOR = "wakeSentFor";

  /// The delivery whose message is the only reason for the lane's due time.
  static final String DUE_FOR = "dueFor";

  /// The attributes that [#state] sets or clears.
  static final List<String> STATE =
      List.of(
          FAILED,
          FAILING_SINCE,
          FAILED_PROBES,
          PROBE_AT,
          ASKED_UNTIL,
          NEXT_SEND_AT,
          PROBED_UP_TO,
          UNSURE_AT,
          PLACES);

  private static final String PREFIX = "lane_";

  private LaneItems() {}

  public static Item key(ConfigurationId id) {
    return new Item().set(DeliveryItems.ID, PREFIX + id.value()).set(DeliveryItems.ITEM, "lane");
  }

  /// Returns the configuration of a lane's item; empty if the id belongs to another kind of item.
  static Optional<ConfigurationId> parse(String id) {
    return id.startsWith(PREFIX)
        ? ConfigurationId.parse(id.substring(PREFIX.length()))
        : Optional.empty();
  }

  static int dueShard(ConfigurationId id) {
    return DueIndex.SHARDS - 1 - Shards.of(id.value(), DueIndex.LANE_SHARDS);
  }

  /// Returns the attributes that make a lane due at `at`.
  static Item due(ConfigurationId id, Instant now, Instant at) {
    return new Item()
        .set(DeliveryItems.DUE_AT, at)
        .set(DeliveryItems.DUE_SHARD, dueShard(id))
        .setEpochSeconds(DeliveryItems.EXPIRES_AT, now.plus(Delivery.RETENTION));
  }

  /// Returns the attributes of a state. The caller must remove the attributes of [#STATE] that it
  /// lacks.
  static Item state(Lane.State state) {
    Breaker breaker = state.breaker();
    Item item =
        new Item()
            .set(
                FAILED,
                String.join(" ", breaker.failed().stream().map(DeliveryId::value).toList()));
    breaker.failingSince().ifPresent(at -> item.set(FAILING_SINCE, at));
    if (breaker.probes() > 0) {
      item.set(FAILED_PROBES, breaker.probes());
    }
    breaker.probeAt().ifPresent(at -> item.set(PROBE_AT, at));
    breaker.askedUntil().ifPresent(at -> item.set(ASKED_UNTIL, at));
    state.nextSendAt().ifPresent(at -> item.set(NEXT_SEND_AT, at));
    state.probedUpTo().ifPresent(at -> item.set(PROBED_UP_TO, at));
    state.indexMayLagSince().ifPresent(at -> item.set(UNSURE_AT, at));
    state.places().ifPresent(places -> item.set(PLACES, places));
    return item;
  }

  static Lane lane(ConfigurationId id, Item item) {
    return lane(id, item, Optional.empty());
  }

  /// Returns the lane. If the due time only protects the message that names `named`, the result has
  /// no due time.
  static Lane lane(ConfigurationId id, Item item, Optional<DeliveryId> named) {
    return new Lane(
        id,
        item.instant(DeliveryItems.LEASED_UNTIL),
        isDueFor(item, named) ? Optional.empty() : item.instant(DeliveryItems.DUE_AT),
        new Lane.Marks(item.instant(WOKEN_AT), item.instant(ASKED_AT)),
        item.instant(WAKE_SENT_FOR),
        new Lane.State(
            new Breaker(
                failed(item),
                item.instant(FAILING_SINCE),
                Math.toIntExact(item.number(FAILED_PROBES).orElse(0L)),
                item.instant(PROBE_AT),
                item.instant(ASKED_UNTIL)),
            item.instant(NEXT_SEND_AT),
            item.instant(PROBED_UP_TO),
            item.instant(UNSURE_AT),
            places(item)));
  }

  /// Returns whether the lane's due time only protects the message that names this delivery against
  /// its loss.
  static boolean isDueFor(Item item, Optional<DeliveryId> named) {
    return named.isPresent() && item.text(DUE_FOR).equals(named.map(DeliveryId::value));
  }

  private static OptionalInt places(Item item) {
    return item.number(PLACES).stream().mapToInt(Math::toIntExact).findFirst();
  }

  private static List<DeliveryId> failed(Item item) {
    return item.text(FAILED)
        .map(ids -> List.of(ids.split(" ")).stream().map(DeliveryId::new).toList())
        .orElse(List.of());
  }
}
