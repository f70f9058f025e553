package io.cdrwebhooks.local.start;

/// The system cannot start, and a person can remove the cause. The message is one clear sentence.
public final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StartFailure(String sentence) {
    super(sentence);
  }

  public StartFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
