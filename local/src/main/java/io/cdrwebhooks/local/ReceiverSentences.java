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
          "%s announces %s, %,d bytes, %,d lines%s; verified and kept on disk, answered 200"
              .formatted(
                  id,
                  report.fileName(),
                  report.fileSizeInBytes(),
                  report.numberOfLines(),
                  report.error().isEmpty() ? "" : ", error \"" + report.error() + "\"");
      case ReceiverEvent.Unreadable(var id) ->
          id + " is signed but does not announce a report; answered 200";
      case ReceiverEvent.Noticed(var id, var body) -> id + " is a notice, answered 200: " + body;
      case ReceiverEvent.Refused(var reason) -> "refused a request: " + reason + ", answered 401";
      case ReceiverEvent.NotKept(var id, var reason) ->
          id + " cannot be written to disk (" + reason + "), answered 503";
      case ReceiverEvent.Repeated(var id) -> id + " was already collected, answered 200";
      case ReceiverEvent.ErrorSaved(var id, var error) -> "nothing to fetch: " + error;
      case ReceiverEvent.LinkFollowed(var id) -> "callback URL followed: 302 to the object store";
      case ReceiverEvent.Resumed(var id, var from) ->
          "download broke off, resuming at byte %,d with the same token".formatted(from);
      case ReceiverEvent.Saved(var id, var file, var size) ->
          "saved %,d bytes as %s".formatted(size, file);
      case ReceiverEvent.DownloadFailed(var id, var reason) -> "download failed: " + reason;
    };
  }
}
