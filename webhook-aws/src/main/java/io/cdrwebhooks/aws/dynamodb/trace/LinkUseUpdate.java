package io.cdrwebhooks.aws.dynamodb.trace;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.LinkFollow;
import io.cdrwebhooks.delivery.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The update of a delivery that records one use of a link. `writer` is the mark of the writer.
///
/// If `delivered` is true, it requires a DELIVERED delivery, which then needs no check of its link:
/// an earlier link of it leads to the same version as its last one.
public record LinkUseUpdate(LinkFollow follow, String writer, boolean delivered, Adding adding) {
  /// The attribute that has the mark of the writer.
  public static final String NOTED_BY = "linkNotedBy";

  /// Whether the update adds the use to the trace.
  public enum Adding {
    /// It does, and requires that the trace has room.
    IF_ROOM,
    /// It does.
    YES,
    NO
  }

  /// Returns the updates to try instead, in their order, after one that requires most was refused.
  /// `seen` is the delivery that refused it; some emulators do not return it.
  public List<LinkUseUpdate> insteadFor(Optional<Item> seen) {
    if (seen.isEmpty()) {
      return List.of(with(false, Adding.IF_ROOM), with(true, Adding.NO), with(false, Adding.NO));
    }
    boolean full = seen.get().texts(TraceItems.FOLLOWS).size() >= Trace.MAX_FOLLOWS;
    Adding instead = full ? Adding.NO : Adding.YES;
    return seen.get().text("status").equals(Optional.of(DeliveryStatus.DELIVERED.name()))
        ? List.of(with(true, instead), with(false, instead))
        : List.of(with(false, instead));
  }

  private LinkUseUpdate with(boolean whileDelivered, Adding other) {
    return new LinkUseUpdate(follow, writer, whileDelivered, other);
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
        + (adding == Adding.NO
            ? ""
            : ", #follows = list_append(if_not_exists(#follows, :none), :follow)")
        + (removed.isEmpty() ? "" : " REMOVE " + String.join(", ", removed))
        + " ADD #linkFollows :one";
  }

  public String condition() {
    return "attribute_exists(#id)"
        + " AND (attribute_not_exists(#linkNotedBy) OR #linkNotedBy <> :noting)"
        + (delivered ? " AND #status = :delivered" : "")
        + (adding == Adding.IF_ROOM
            ? " AND (attribute_not_exists(#follows) OR size(#follows) < :most)"
            : "");
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
    if (adding != Adding.NO) {
      values.set(":none", List.<Item>of()).setTexts(":follow", List.of(TraceItems.text(follow)));
    }
    return adding == Adding.IF_ROOM ? values.set(":most", Trace.MAX_FOLLOWS) : values;
  }
}
