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
    lines.accept(NoticeJson.kind(notice) + ":" + LogLines.readable(NoticeJson.detail(notice)));
    events.accept(NoticeJson.event(notice));
  }
}
