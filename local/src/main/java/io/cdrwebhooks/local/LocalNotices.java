package io.cdrwebhooks.local;

import io.cdrwebhooks.aws.awsevents.NoticeJson;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.notice.Notices;
import java.util.function.Consumer;

/// Replaces the event bus and the mail behind it. `lines` gets a readable line for each notice, and
/// `events` its event as one line of JSON. Several threads call both.
record LocalNotices(Consumer<String> lines, Consumer<String> events) implements Notices {
  @Override
  public void send(Notice notice) {
    lines.accept(LogLines.printable(sentence(notice)));
    events.accept(NoticeJson.event(notice));
  }

  private static String sentence(Notice notice) {
    String kind = NoticeJson.kind(notice);
    return switch (notice) {
      case Notice.ConfigurationFailing failing ->
          "%s: every attempt for \"%s\" has failed since %s, most recently for %s"
              .formatted(kind, failing.name(), failing.since(), failing.delivery());
      case Notice.ConfigurationDisabled disabled ->
          "%s: \"%s\", at %s: %s"
              .formatted(kind, disabled.name(), disabled.delivery(), disabled.reason());
      case Notice.CertificateExpiring expiring ->
          "%s: the client certificate of \"%s\" is valid until %s"
              .formatted(kind, expiring.name(), expiring.notAfter());
      case Notice.ReportOverdue overdue -> kind + ": " + overdue.warning();
      case Notice.ReportArrivedLate late -> kind + ": " + late.warning();
      case Notice.DeliveryFailed failed ->
          "%s: %s (task %s, %s): %s"
              .formatted(
                  kind, failed.fileName(), failed.task(), failed.delivery(), failed.reason());
      case Notice.LinkUnused unused ->
          "%s: the receiver has not fetched %s (task %s, %s); the link expires at %s"
              .formatted(
                  kind, unused.fileName(), unused.task(), unused.delivery(), unused.validUntil());
      case Notice.ReceiverChanged changed -> kind + ": " + changed.text();
      case Notice.DeliveryDigest digest -> kind + ": " + digest.text();
    };
  }
}
