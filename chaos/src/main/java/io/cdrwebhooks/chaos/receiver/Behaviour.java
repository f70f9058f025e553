package io.cdrwebhooks.chaos.receiver;

/// The reaction of a receiver to one request. Only some reactions accept the report.
public enum Behaviour {
  ACCEPT,
  ACCEPT_WITHOUT_CONTENT,
  ACCEPT_SLOWLY,
  ANSWER_500,
  ANSWER_404,
  ANSWER_429_RETRY_AFTER,
  ANSWER_503_RETRY_AFTER_DATE,
  ANSWER_410,
  REDIRECT,
  RESET_BEFORE_BODY,
  RESET_AFTER_BODY,
  CLOSE_WITHOUT_ANSWER,
  HUGE_500,
  NOT_HTTP,
  TRUNCATED_200,
  DRIP_FOR_EVER,
  READ_SLOWLY,
  NEVER_ANSWER;

  public boolean accepts() {
    return name().startsWith("ACCEPT");
  }

  boolean asksToWait() {
    return name().contains("RETRY_AFTER");
  }
}
