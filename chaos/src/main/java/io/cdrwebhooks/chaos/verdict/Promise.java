package io.cdrwebhooks.chaos.verdict;

/// What is promised, named by how it is broken: each of these must be 0.
enum Promise {
  LOST("lost"),
  WRONGLY_FAILED("wrongly FAILED"),
  WRONGLY_DISABLED("wrongly disabled"),
  NOT_RECORDED("accepted but not DELIVERED"),
  WITHOUT_REPORT("deliveries without a report"),
  NOT_FAILED("not FAILED after 13 attempts"),
  WRONG_ATTEMPTS("attempts missing or too many"),
  SENT_WITHOUT_NEED("sent without need, or two at once"),
  RETRY_AFTER_IGNORED("Retry-After ignored"),
  REDIRECT_FOLLOWED("redirects followed"),
  WRONG_REQUEST("wrong signatures, bodies, tokens, links"),
  LATE("fresh reports late"),
  STUCK("stuck, or called though disabled"),
  ITEM_TOO_LONG("items too long"),
  NOT_UNDERSTOOD("messages not understood"),
  STRANGE_FAULT("faults nobody injected"),
  NOTHING_WENT_WRONG("faults that never came");

  private final String title;

  Promise(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
