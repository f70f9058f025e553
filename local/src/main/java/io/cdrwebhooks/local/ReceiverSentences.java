package io.cdrwebhooks.local;

import io.cdrwebhooks.local.receiver.ReceiverEvent;

/// Describes the demo receiver's events in sentences for the terminal.
final class ReceiverSentences {
  private ReceiverSentences() {}

  static String of(ReceiverEvent event) {
    return LogLines.printable(sentence(event));
  }

  private static String sentence(ReceiverEvent event) {
    return switch (event) {
      case ReceiverEvent.Accepted(var id, var report, var _) ->
          "%s announces %s, %,d bytes, %,d lines%s; both signatures are valid, answered 200"
              .formatted(
                  id,
                  report.fileName(),
                  report.fileSizeInBytes(),
                  report.numberOfLines(),
                  report.error().isEmpty() ? "" : ", error \"" + report.error() + "\"");
      case ReceiverEvent.Unreadable(var id) ->
          id + " is signed but does not announce a report, answered 400";
      case ReceiverEvent.Refused(var id) -> id + " has a wrong signature, answered 401";
      case ReceiverEvent.Repeated(var id) -> id + " was already received, answered 200";
      case ReceiverEvent.LinkFollowed(var id) -> "callback URL followed: 302 to the object store";
      case ReceiverEvent.Resumed(var id, var from) ->
          "download broke off, resuming at byte %,d with the same token".formatted(from);
      case ReceiverEvent.Saved(var id, var file, var size) ->
          "saved %,d bytes as %s".formatted(size, file);
      case ReceiverEvent.DownloadFailed(var id, var reason) -> "download failed: " + reason;
    };
  }
}
