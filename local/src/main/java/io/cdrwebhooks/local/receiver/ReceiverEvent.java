package io.cdrwebhooks.local.receiver;

import java.nio.file.Path;
import java.util.List;

/// An event at the demo receiver, for its listeners.
public sealed interface ReceiverEvent {
  /// The announcement is verified and on disk; the receiver answered 200. A repeat brings a fresher
  /// link.
  ///
  /// `signatures` prove the sender for as long as the key is in use, so `toString` shows none.
  record Accepted(String id, ReceivedAnnouncement announcement, List<String> signatures)
      implements ReceiverEvent {
    @Override
    public String toString() {
      return "Accepted[id=" + id + ", announcement=" + announcement + "]";
    }
  }

  /// The request failed verification; the receiver answered 401, and did nothing else.
  record Refused(String reason) implements ReceiverEvent {}

  /// The request is signed but announces no report; the receiver answered 200.
  record Unreadable(String id) implements ReceiverEvent {}

  /// The request has a notice instead of an announcement; the receiver answered 200. `body` is its
  /// exact text.
  record Noticed(String id, String body) implements ReceiverEvent {}

  /// The announcement cannot be written to disk; the receiver answered 503, so that it is sent
  /// again.
  record NotKept(String id, String reason) implements ReceiverEvent {}

  /// The report of this id is already saved; the receiver answered 200.
  record Repeated(String id) implements ReceiverEvent {}

  /// The exporter, or the system, announced that there is no usable report; the error's text was
  /// saved.
  record ErrorSaved(String id, String error) implements ReceiverEvent {}

  /// The callback URL answered with a redirect.
  record LinkFollowed(String id) implements ReceiverEvent {}

  /// The download broke off and continues from this byte, with the same token.
  record Resumed(String id, long fromByte) implements ReceiverEvent {}

  record Saved(String id, Path file, long sizeBytes) implements ReceiverEvent {}

  /// Nothing arrived; the receiver tries again later, or waits for a newer link.
  record DownloadFailed(String id, String reason) implements ReceiverEvent {}

  /// Returns the event in a sentence for the terminal. Names and bodies in it come from outside.
  default String sentence() {
    return switch (this) {
      case Accepted(var id, var report, var _) ->
          "%s announces %s, %,d bytes, %,d lines%s; verified and kept on disk, answered 200"
              .formatted(
                  id,
                  report.fileName(),
                  report.fileSizeInBytes(),
                  report.numberOfLines(),
                  report.error().isEmpty() ? "" : ", error \"" + report.error() + "\"");
      case Unreadable(var id) -> id + " is signed but does not announce a report; answered 200";
      case Noticed(var id, var body) -> id + " is a notice, answered 200: " + body;
      case Refused(var reason) -> "refused a request: " + reason + ", answered 401";
      case NotKept(var id, var reason) ->
          id + " cannot be written to disk (" + reason + "), answered 503";
      case Repeated(var id) -> id + " was already collected, answered 200";
      case ErrorSaved(var id, var error) -> "nothing to fetch: " + error;
      case LinkFollowed(var id) -> "callback URL followed: 302 to the object store";
      case Resumed(var id, var from) ->
          "download broke off, resuming at byte %,d with the same token".formatted(from);
      case Saved(var id, var file, var size) -> "saved %,d bytes as %s".formatted(size, file);
      case DownloadFailed(var id, var reason) -> "download failed: " + reason;
    };
  }
}
