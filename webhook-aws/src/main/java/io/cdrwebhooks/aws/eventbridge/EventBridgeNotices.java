package io.cdrwebhooks.aws.eventbridge;

import io.cdrwebhooks.aws.awsevents.NoticeJson;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.notice.Notices;
import java.util.function.Supplier;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/// Puts notices on an event bus, in the form of [NoticeJson]. Rules send them from there to mail,
/// chat or a program.
///
/// It throws the SDK's own unchecked exception if the bus cannot be reached or refuses the request.
public record EventBridgeNotices(Supplier<EventBridgeClient> eventBridge, String busName)
    implements Notices {
  /// Sends a notice.
  ///
  /// @throws IllegalStateException with EventBridge's error code if it answers the request but does
  ///   not accept the notice
  @Override
  public void send(Notice notice) {
    PutEventsRequestEntry entry =
        PutEventsRequestEntry.builder()
            .eventBusName(busName)
            .source(NoticeJson.SOURCE)
            .detailType(NoticeJson.kind(notice))
            .detail(NoticeJson.detail(notice))
            .build();
    PutEventsResponse response = eventBridge.get().putEvents(request -> request.entries(entry));
    // A request succeeds even if its entries fail.
    if (response.failedEntryCount() > 0) {
      throw new IllegalStateException(
          "EventBridge rejected a notice: " + response.entries().getFirst().errorCode());
    }
  }
}
