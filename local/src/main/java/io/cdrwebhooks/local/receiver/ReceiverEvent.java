package io.cdrwebhooks.local.receiver;

import java.nio.file.Path;

/// An event at the demo receiver, for its listeners.
public sealed interface ReceiverEvent {
  /// The request's `webhook-id`.
  String id();

  /// Both signatures are valid; 200 was answered.
  record Accepted(String id, Announcement announcement, SentSignatures signatures)
      implements ReceiverEvent {}

  /// A signature is not valid; 401 was answered and nothing else was done.
  record Refused(String id) implements ReceiverEvent {}

  /// The signatures are valid, but this is no announcement of a report; 400 was answered.
  record Unreadable(String id) implements ReceiverEvent {}

  /// The file of this id is already saved or on its way; 200 was answered.
  record Repeated(String id) implements ReceiverEvent {}

  /// The callback URL gave its redirect.
  record LinkFollowed(String id) implements ReceiverEvent {}

  /// The download broke off and continues from this byte, with the same token.
  record Resumed(String id, long fromByte) implements ReceiverEvent {}

  record Saved(String id, Path file, long sizeBytes) implements ReceiverEvent {}

  record DownloadFailed(String id, String reason) implements ReceiverEvent {}
}
