package io.cdrwebhooks.notice;

/// The subscriptions of the topics that mail alarms and notices to operators.
public interface MailSubscriptions {
  /// Returns whether a topic has a confirmed subscription and none that waits for its confirmation.
  /// An address that refuses mail loses its confirmation.
  ///
  /// @throws RuntimeException if the topic cannot be reached
  boolean isConfirmed(String topic);
}
