package io.cdrwebhooks.local.receiver;

import java.nio.file.Path;

/// An event at the demo receiver, for its listeners.
public sealed interface ReceiverEvent {
  /// The announcement is verified and on disk; 200 was answered. A repeat brings a fresher link.
  record Accepted(String id, Announcement announcement, SentSignatures signatures)
      implements ReceiverEvent {}

  /// The request is not to be trusted; 401 or 413 was answered, and nothing else was done.
  record Refused(Refusal refusal) implements ReceiverEvent {}

  /// The request is signed but announces no report; it was set aside, and 200 was answered.
  record Unreadable(String id) implements ReceiverEvent {}

  /// The request has a notice instead of an announcement; 200 was answered. `body` is its exact
  /// text.
  record Noticed(String id, String body) implements ReceiverEvent {}

  /// The announcement cannot be written to disk; 503 was answered, so that it is sent again.
  record NotKept(String id, String reason) implements ReceiverEvent {}

  /// The report of this id is already saved; 200 was answered.
  record Repeated(String id) implements ReceiverEvent {}

  /// The exporter, or the system, says that there is no usable report; its text was saved.
  record ErrorSaved(String id, String error) implements ReceiverEvent {}

  /// The callback URL gave its redirect.
  record LinkFollowed(String id) implements ReceiverEvent {}

  /// The download broke off and continues from this byte, with the same token.
  record Resumed(String id, long fromByte) implements ReceiverEvent {}

  record Saved(String id, Path file, long sizeBytes) implements ReceiverEvent {}

  /// Nothing arrived; the receiver tries again later, or waits for a fresher link.
  record DownloadFailed(String id, String reason) implements ReceiverEvent {}
}
