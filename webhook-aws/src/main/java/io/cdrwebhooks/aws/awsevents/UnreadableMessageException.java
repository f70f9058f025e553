package io.cdrwebhooks.aws.awsevents;

/// A message that cannot be understood. Trying again will not help, so it ends in the dead-letter
/// queue, where a person can read it. The text says what is wrong and repeats nothing of the
/// message.
public final class UnreadableMessageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnreadableMessageException(String what) {
    super(what);
  }

  public UnreadableMessageException(String what, Throwable cause) {
    super(what, cause);
  }
}
