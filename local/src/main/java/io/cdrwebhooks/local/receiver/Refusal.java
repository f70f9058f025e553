package io.cdrwebhooks.local.receiver;

/// The reasons for refusing a request, in the order of the checks.
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

  /// Returns the receiver kit's word for it.
  public String reason() {
    return reason;
  }

  /// The status of the answer.
  public int status() {
    return this == BODY_TOO_LARGE ? 413 : 401;
  }
}
