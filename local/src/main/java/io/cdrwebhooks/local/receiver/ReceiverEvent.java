package io.cdrwebhooks.local.receiver;

import java.nio.file.Path;

/// What happened at the demo receiver, for its listeners.
public sealed interface ReceiverEvent {
  /// The request's `webhook-id`.
  String id();

  /// Both signatures hold; 200 was answered.
  record Accepted(String id, Announcement announcement, SentSignatures signatures)
      implements ReceiverEvent {}

  /// A signature does not hold; 401 was answered and nothing else was done.
  record Refused(String id) implements ReceiverEvent {}

  /// The signatures hold, but this is no announcement of a report; 400 was answered.
  record Unreadable(String id) implements ReceiverEvent {}

  /// The file of this id is here already, or on its way; 200 was answered.
  record Repeated(String id) implements ReceiverEvent {}

  /// The callback URL gave its redirect.
  record LinkFollowed(String id) implements ReceiverEvent {}

  /// The download broke off and goes on from this byte, with the same token.
  record Resumed(String id, long fromByte) implements ReceiverEvent {}

  record Saved(String id, Path file, long sizeBytes) implements ReceiverEvent {}

  record DownloadFailed(String id, String reason) implements ReceiverEvent {}
}
