package io.cdrwebhooks.notice;

import io.cdrwebhooks.change.ChangeRecord;
import io.cdrwebhooks.change.ChangedThing;
import io.cdrwebhooks.notice.Notice.ReceiverChanged;
import java.time.temporal.ChronoUnit;

/// The message for people about a changed receiver, in one line. It quotes with single quotation
/// marks, because a mail would show double ones escaped.
final class ReceiverChangedText {
  private ReceiverChangedText() {}

  static String of(ReceiverChanged notice) {
    return "%s changed the %s of the %s from %s to %s at %s, from the address %s. If this was not"
            .formatted(
                who(notice.change().actor()),
                notice.what(),
                named(notice),
                notice.from(),
                notice.to(),
                notice.change().at().truncatedTo(ChronoUnit.SECONDS),
                address(notice.change().actor()))
        + " intended, "
        + (notice.to().equals(ReceiverChanged.DISABLED) ? "enable" : "disable")
        + " the configuration, and look at 'Changes' in the console."
        + (notice.mail() == ReceiverChanged.Mail.LAST
            ? " Further changes of this minute get no mail: 'Changes' in the console has them."
            : "");
  }

  private static String named(ReceiverChanged notice) {
    ChangedThing thing = notice.change().about().orElseThrow();
    return thing.kind() == ChangedThing.Kind.TASK
        ? "CDR task " + thing.id() + " '" + notice.name() + "'"
        : "webhook configuration '" + notice.name() + "'";
  }

  private static String who(ChangeRecord.Actor actor) {
    String subject = actor.subject().isEmpty() ? "A caller without a name" : actor.subject();
    return actor.clientId().isEmpty() ? subject : subject + " (client " + actor.clientId() + ")";
  }

  private static String address(ChangeRecord.Actor actor) {
    String forwarded = actor.forwardedFor();
    return actor.address() + (forwarded.isEmpty() ? "" : " for " + forwarded + " (unverified)");
  }
}
