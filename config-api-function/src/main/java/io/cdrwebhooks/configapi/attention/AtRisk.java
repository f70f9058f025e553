package io.cdrwebhooks.configapi.attention;

import io.cdrwebhooks.configuration.WebhookConfiguration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/// A configuration whose reports are at risk, and how many of them. `since` is when its receiver
/// began to fail, when it was disabled, or when the first of the missed reports arrived. `waiting`
/// has none if the receiver does not fail. `givesUpAt` estimates when the first waiting delivery
/// fails; empty if none waits. `failedSince` is when the first of the failed reports arrived; empty
/// if none has failed. Tests are not counted as held or failed, nor are failed deliveries that were
/// sent again under another id.
record AtRisk(
    WebhookConfiguration configuration,
    State state,
    Instant since,
    Count waiting,
    Count held,
    Count failed,
    Optional<Instant> failedSince,
    Optional<Instant> givesUpAt) {
  /// The reason why reports are at risk. `MISSED_REPORTS`: the receiver does not fail now, but
  /// deliveries of reports within [TroubledConfigurations#FAILED_LISTED_FOR] have failed.
  enum State {
    FAILING,
    DISABLED,
    MISSED_REPORTS
  }

  /// The action with which a person can help.
  enum Remedy {
    RETRY_NOW,
    ENABLE,
    RESEND
  }

  /// Sorts by the number of reports at risk, the largest first, and then by time.
  static final Comparator<AtRisk> BY_REPORTS_AT_RISK =
      Comparator.comparing((AtRisk each) -> each.reports().number(), Comparator.reverseOrder())
          .thenComparing(AtRisk::since);

  /// Returns the number of reports that the receiver does not have yet.
  Count reports() {
    return unsent().plus(failed);
  }

  Count unsent() {
    return waiting.plus(held);
  }

  Remedy remedy() {
    if (!configuration.enabled()) {
      return Remedy.ENABLE;
    }
    return waiting.number() == 0 && reports().number() > 0 ? Remedy.RESEND : Remedy.RETRY_NOW;
  }
}
