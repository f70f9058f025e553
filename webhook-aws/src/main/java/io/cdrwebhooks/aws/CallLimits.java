package io.cdrwebhooks.aws;

import java.time.Duration;

/// The time limits of a call to AWS: of the whole call with its retries, of one try, and of its
/// connection. A function's timeout is longer than that of a call, so the function can still
/// answer.
public record CallLimits(Duration call, Duration attempt, Duration connection) {
  /// Limits for functions that may run for ten seconds or more.
  public static final CallLimits USUAL =
      new CallLimits(Duration.ofSeconds(8), Duration.ofSeconds(3), Duration.ofSeconds(2));

  /// Limits for a function that strangers can call, which must end soon when AWS is slow.
  public static final CallLimits SHORT =
      new CallLimits(Duration.ofSeconds(4), Duration.ofSeconds(2), Duration.ofSeconds(1));
}
