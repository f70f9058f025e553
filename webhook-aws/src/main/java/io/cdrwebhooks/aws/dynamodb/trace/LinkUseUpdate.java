package io.cdrwebhooks.aws.dynamodb.trace;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.LinkFollow;
import io.cdrwebhooks.delivery.Trace;
import java.util.ArrayList;
import java.util.List;

/// The update of a delivery that records one use of a link. `writer` is the mark of the writer.
///
/// If `delivered` is true, the update requires a DELIVERED delivery, and cancels the check of its
/// link: an earlier link of the delivery leads to the same version as the last one. If `traced` is
/// true, it adds the use to the trace, and requires that the trace has room.
public record LinkUseUpdate(LinkFollow follow, String writer, boolean delivered, boolean traced) {
  /// Every attribute that these updates name, including the key. The policy of the download
  /// function allows no others (decision 55).
  public static final List<String> ATTRIBUTES =
      List.of(
          "id",
          "item",
          "status",
          "dueAt",
          "linkFollowedAt",
          "linkLastFollowedAt",
          "linkFollowedFrom",
          "linkFollows",
          "linkNotedBy",
          TraceItems.FOLLOWS);

  /// Returns the updates of one use, in the order in which to try them until one is accepted. The
  /// writer may not read the delivery, so it does not know which one fits.
  public static List<LinkUseUpdate> inOrder(LinkFollow follow, String writer) {
    return List.of(
        new LinkUseUpdate(follow, writer, true, true),
        new LinkUseUpdate(follow, writer, false, true),
        new LinkUseUpdate(follow, writer, true, false),
        new LinkUseUpdate(follow, writer, false, false));
  }

  public String expression() {
    boolean addressed = !follow.address().isEmpty();
    List<String> removed = new ArrayList<>();
    if (!addressed) {
      removed.add("#linkFollowedFrom");
    }
    if (delivered) {
      removed.add("#dueAt");
    }
    return "SET #linkFollowedAt = if_not_exists(#linkFollowedAt, :at), #linkNotedBy = :noting,"
        + " #linkLastFollowedAt = :at"
        + (addressed ? ", #linkFollowedFrom = :address" : "")
        + (traced ? ", #follows = list_append(if_not_exists(#follows, :none), :follow)" : "")
        + (removed.isEmpty() ? "" : " REMOVE " + String.join(", ", removed))
        + " ADD #linkFollows :one";
  }

  public String condition() {
    return "attribute_exists(#id)"
        + " AND (attribute_not_exists(#linkNotedBy) OR #linkNotedBy <> :noting)"
        + (delivered ? " AND #status = :delivered" : "")
        + (traced ? " AND (attribute_not_exists(#follows) OR size(#follows) < :most)" : "");
  }

  public Item values() {
    Item values =
        new Item()
            .set(":at", follow.at())
            .set(":address", follow.address())
            .set(":one", 1)
            .set(":noting", writer);
    if (delivered) {
      values.set(":delivered", DeliveryStatus.DELIVERED.name());
    }
    if (traced) {
      values
          .set(":none", List.<Item>of())
          .setTexts(":follow", List.of(TraceItems.text(follow)))
          .set(":most", Trace.MAX_FOLLOWS);
    }
    return values;
  }
}
