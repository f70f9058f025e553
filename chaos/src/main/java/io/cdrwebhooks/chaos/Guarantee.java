package io.cdrwebhooks.chaos;

/// The guarantees, each named after its violation. The number of violations must be 0.
enum Guarantee {
  LOST("lost"),
  NOT_DELIVERED("not DELIVERED"),
  WITHOUT_REPORT("deliveries without a report"),
  WRONGLY_DISABLED("wrongly disabled"),
  SENT_WITHOUT_NEED("sent without need, or two at once"),
  RETRY_AFTER_IGNORED("Retry-After ignored"),
  WRONG_REQUEST("wrong signatures, bodies, tokens, or redirects followed"),
  WRONG_NUMBERS("numbers missing, given twice, or wrongly void"),
  ITEM_TOO_LONG("items too long"),
  SECRET_LOGGED("secrets in the log"),
  STRANGE_FAULT("faults that were not injected"),
  NOT_INJECTED("kinds of faults never injected");

  final String title;

  Guarantee(String title) {
    this.title = title;
  }
}
