package io.cdrwebhooks.notice;

/// Where notices go, to reach the people who run the deployment.
public interface Notices {
  /// Sends a notice on; a place that cannot be reached is an unchecked exception of its own.
  void send(Notice notice);
}
