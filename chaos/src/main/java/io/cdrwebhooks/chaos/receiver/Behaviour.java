package io.cdrwebhooks.chaos.receiver;

/// What a receiver does with one request. Only the accepting ones take the report.
public enum Behaviour {
  ACCEPT,
  ACCEPT_WITHOUT_CONTENT,
  ACCEPT_WITH_HUGE_ANSWER,
  ACCEPT_SLOWLY,
  ANSWER_500,
  ANSWER_502,
  ANSWER_404,
  ANSWER_400,
  ANSWER_429_RETRY_AFTER,
  ANSWER_503_RETRY_AFTER_DATE,
  ANSWER_410,
  REDIRECT_TO_LOOPBACK,
  REDIRECT_TO_METADATA,
  RESET_BEFORE_BODY,
  RESET_AFTER_BODY,
  CLOSE_WITHOUT_ANSWER,
  HUGE_500,
  GZIP_BOMB_503,
  NOT_HTTP,
  INVALID_HEADERS,
  ENDLESS_HEADER,
  TRUNCATED_200,
  DRIP_FOR_EVER,
  READ_SLOWLY,
  NEVER_ANSWER;

  public boolean accepts() {
    return name().startsWith("ACCEPT");
  }
}
