package io.cdrwebhooks.notice;

/// Sends notices to the operators of the deployment.
public interface Notices {
  /// Sends a notice; if the destination cannot be reached, it throws an unchecked exception.
  void send(Notice notice);
}
