package io.cdrwebhooks.chaos;

/// The guarantees, each named after its violation. The number of violations must be 0.
enum Guarantee {
  LOST("lost"),
  WRONGLY_FAILED("wrongly FAILED"),
  WRONGLY_DISABLED("wrongly disabled"),
  NOT_RECORDED("accepted but not DELIVERED"),
  WITHOUT_REPORT("deliveries without a report"),
  NOT_FAILED("not FAILED, or FAILED without a notice"),
  WRONG_ATTEMPTS("attempts missing or too many"),
  SENT_WITHOUT_NEED("sent without need, or two at once"),
  RETRY_AFTER_IGNORED("Retry-After ignored"),
  REDIRECT_FOLLOWED("redirects followed"),
  WRONG_REQUEST("wrong signatures, bodies, tokens, links"),
  WRONG_NUMBERS("numbers missing, given twice, or wrongly void"),
  STUCK("stuck, or request to a disabled configuration"),
  ITEM_TOO_LONG("items too long"),
  NOT_UNDERSTOOD("messages or requests not understood, or dead letters without a reason"),
  SECRET_LOGGED("secrets in the log"),
  STRANGE_FAULT("faults that were not injected"),
  NOTHING_WENT_WRONG("faults that never came");

  final String title;

  Guarantee(String title) {
    this.title = title;
  }
}
