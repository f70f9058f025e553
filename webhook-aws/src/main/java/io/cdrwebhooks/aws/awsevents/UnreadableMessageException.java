package io.cdrwebhooks.aws.awsevents;

/// A message cannot be parsed. A retry does not help, so the message goes to the dead-letter queue,
/// where a person can read it. The exception describes the error and quotes nothing of the message.
public final class UnreadableMessageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnreadableMessageException(String what) {
    super(what);
  }

  public UnreadableMessageException(String what, Throwable cause) {
    super(what, cause);
  }
}
