package io.cdrwebhooks.local.receiver;

/// Why a receiver refuses a request, in the order in which it looks.
public enum Refusal {
  BODY_TOO_LARGE("body-too-large"),
  HEADER_MISSING("header-missing"),
  ID_MALFORMED("id-malformed"),
  TIMESTAMP_MALFORMED("timestamp-malformed"),
  OUTSIDE_TOLERANCE("outside-tolerance"),
  SIGNATURE_MALFORMED("signature-malformed"),
  SIGNATURE_MISMATCH("signature-mismatch");

  private final String reason;

  Refusal(String reason) {
    this.reason = reason;
  }

  /// The word that the receiver kit uses for it.
  public String reason() {
    return reason;
  }

  /// The status of the answer.
  public int status() {
    return this == BODY_TOO_LARGE ? 413 : 401;
  }
}
