package io.cdrwebhooks.aws.dynamodb.trace;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.LinkFollow;
import io.cdrwebhooks.delivery.Trace;
import java.time.Instant;
import java.util.List;

/// Converts the trace of a delivery to and from attributes of its item. Every attribute is
/// optional.
public final class TraceItems {
  /// The update that adds a copy to the trace of its original, with [#ROOM_FOR_COPY].
  public static final String ADD_COPY =
      "SET #redeliveries = list_append(if_not_exists(#redeliveries, :none), :copies)";

  public static final String ROOM_FOR_COPY =
      "attribute_exists(#id) AND (attribute_not_exists(#redeliveries)"
          + " OR (size(#redeliveries) < :most AND NOT contains(#redeliveries, :copy)))";

  /// The uses of the links, each as one text so that the item stays small: the link's name, the
  /// Unix second at which it ends, the time of the use, and the address.
  static final String FOLLOWS = "follows";

  private static final String COPY_OF = "redeliveryOf";
  private static final String COPIES = "redeliveries";
  private static final String SEPARATOR = " ";

  private TraceItems() {}

  public static Item item(Trace trace) {
    Item item = new Item();
    trace.copyOf().ifPresent(id -> item.set(COPY_OF, id.value()));
    return item.setTexts(COPIES, trace.copies().stream().map(DeliveryId::value).toList())
        .setTexts(FOLLOWS, trace.follows().stream().map(TraceItems::text).toList());
  }

  public static Trace trace(Item delivery) {
    return new Trace(
        delivery.text(COPY_OF).map(DeliveryId::new),
        delivery.texts(COPIES).stream().map(DeliveryId::new).toList(),
        delivery.texts(FOLLOWS).stream().map(TraceItems::follow).toList());
  }

  public static Item values(DeliveryId copy) {
    return new Item()
        .set(":none", List.<Item>of())
        .setTexts(":copies", List.of(copy.value()))
        .set(":copy", copy.value())
        .set(":most", Trace.MAX_COPIES);
  }

  static String text(LinkFollow follow) {
    return String.join(
        SEPARATOR,
        follow.link(),
        Long.toString(follow.linkValidUntil().getEpochSecond()),
        follow.at().toString(),
        follow.address());
  }

  private static LinkFollow follow(String text) {
    String[] parts = text.split(SEPARATOR, 4);
    return new LinkFollow(
        parts[0],
        Instant.ofEpochSecond(Long.parseLong(parts[1])),
        Instant.parse(parts[2]),
        parts[3]);
  }
}
