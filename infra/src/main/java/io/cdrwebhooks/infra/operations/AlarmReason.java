package io.cdrwebhooks.infra.operations;

import java.util.Locale;

/// Why an alarm rings: its id, what that means in one sentence, and which section of the runbook
/// says what to do.
record AlarmReason(String id, String meaning, String section) {
  /// An alarm with a section that no other alarm shares: the id in words.
  AlarmReason(String id, String meaning) {
    this(id, meaning, id);
  }

  /// `ArrivalsDeadLetters` is `docs/runbook.md#arrivals-dead-letters`.
  String description() {
    String anchor = section.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    return meaning + " What to do: docs/runbook.md#" + anchor;
  }
}
