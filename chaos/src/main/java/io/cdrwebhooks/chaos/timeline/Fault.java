package io.cdrwebhooks.chaos.timeline;

import java.time.Instant;

/// Something that a proxy did to a request: from its arrival until the requester could know.
///
/// `subject` is the delivery, task or configuration it was about, if any; `text` is what the
/// request said, and the answer where it was lost, to find out whom it touched.
public record Fault(
    Instant from,
    Instant until,
    String service,
    String kind,
    Type type,
    String subject,
    String text) {
  /// What was done.
  public enum Type {
    /// Answered with throttling, and not passed on.
    THROTTLED,
    /// Answered with a fault of the service, and not passed on.
    FAILED,
    /// Passed on, and the answer lost.
    ANSWER_LOST,
    /// Passed on later; too late for the requester, if longer than it waits.
    DELAYED
  }
}
